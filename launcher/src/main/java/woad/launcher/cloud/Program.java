package woad.launcher.cloud;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import woad.launcher.Main;
import woad.launcher.daemon.Daemon;
import woad.launcher.process.Account;
import woad.platform.core.FileTrees;

/**
 * The program that the parts of a cloud run: {@code woad.jar} with its {@code lib}, copied into the data directory, where
 * the system user can read it and a new build does not change it.
 *
 * @param version  follows from the content
 * @param location a directory with {@code woad.jar}, or null for a class path (a development environment)
 * @param training whether its processes record what an AOT cache is made of, instead of using one
 */
public record Program(String version, Path location, boolean training) {

    /** The program of this very launcher, copied to the data directory unless it is there. @param training see {@link #training} */
    public static Program install(DataDirectory data, Account account, boolean training) throws IOException {
        Path jar = ownLocation();
        if (!Files.isRegularFile(jar)) {
            return new Program("classes", null, false);
        }
        List<Path> files = files(jar);
        String version = version(files);
        Path target = data.program().resolve(version);
        if (!Files.isDirectory(target)) {
            Path fresh = data.program().resolve(version + ".new");
            FileTrees.delete(fresh);
            Files.createDirectories(fresh.resolve("lib"));
            for (Path file : files) {
                Path copy = fresh.resolve(jar.getParent().relativize(file).toString());
                Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                SharedFile.share(copy, account, "rw-r-----");
            }
            SharedFile.share(fresh.resolve("lib"), account, "rwxr-x---");
            SharedFile.share(fresh, account, "rwxr-x---");
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        }
        Program installed = new Program(version, target, training);
        if (!training) {
            installed.caches().takeOver(ownCaches(), account);
        }
        return installed;
    }

    /** Removes versions that nothing runs any more. */
    public static void removeOthers(DataDirectory data, Set<String> used) throws IOException {
        try (Stream<Path> versions = Files.list(data.program())) {
            for (Path version : versions.filter(v -> !used.contains(v.getFileName().toString())).toList()) {
                FileTrees.delete(version);
            }
        }
    }

    /** The AOT caches of its long-lived processes. */
    public AotCaches caches() {
        return AotCaches.beside(location);
    }

    /** The AOT caches of this very launcher. */
    public static AotCaches ownCaches() {
        return cachesBeside(ownLocation());
    }

    /** The AOT caches beside a {@code woad.jar}. */
    public static AotCaches cachesBeside(Path jar) {
        return AotCaches.beside(jar.getParent());
    }

    /**
     * The Java command that runs a long-lived process, up to the program's own arguments.
     *
     * @param directory the process's own, where it leaves its {@link #recording}
     */
    public List<String> command(Daemon kind, Path directory) {
        List<String> options = new ArrayList<>(kind.javaOptions());
        if (location != null) {
            options.addAll(training ? recordingOptions(recording(directory, kind.word())) : caches().options(kind.word()));
        }
        return command(options);
    }

    /** Gives up the AOT cache of a kind of process. @return whether there was one */
    public boolean discardCache(Daemon kind, String why) throws IOException {
        return location != null && caches().discard(kind.word(), why);
    }

    /** What a process in training leaves behind when it ends. */
    public static Path recording(Path directory, String kind) {
        return directory.resolve(kind + ".aotconf");
    }

    /** Options for Java to record a training run. */
    public static List<String> recordingOptions(Path recording) {
        return List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording, "-Xlog:aot*=error");
    }

    /** The Java command that runs it, up to the program's own arguments. */
    public List<String> command(List<String> javaOptions) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(javaOptions);
        if (location == null) {
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        } else {
            command.addAll(List.of("-jar", location.resolve("woad.jar").toString()));
        }
        return command;
    }

    /** The jar or directory that this launcher runs from. */
    public static Path ownLocation() {
        try {
            return Path.of(Program.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own location is no file", e);
        }
    }

    private static List<Path> files(Path jar) throws IOException {
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            return Stream.concat(Stream.of(jar), libraries.filter(l -> l.toString().endsWith(".jar")).sorted()).toList();
        }
    }

    /** From names, sizes and times: reading the content of all of it would cost every start. */
    private static String version(List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files) {
                digest.update((file.getFileName() + " " + Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis() + "\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
