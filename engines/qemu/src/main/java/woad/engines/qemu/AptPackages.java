package woad.engines.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/**
 * Debian packages from the sources that this computer's apt is configured with, verified by apt against its keyrings.
 * Lists and downloads are kept in a directory of our own: nothing is installed, and no privilege is needed.
 */
final class AptPackages {

    private static final Duration DOWNLOAD = Duration.ofMinutes(10);

    private final Path state;
    private final List<String> options;

    AptPackages(Path state) throws IOException {
        this.state = state;
        Files.createDirectories(state.resolve("lists/partial"));
        Files.createDirectories(state.resolve("archives/partial"));
        this.options = List.of(
                "-o", "Dir::State=" + state, "-o", "Dir::State::lists=" + state.resolve("lists"),
                "-o", "Dir::State::status=/dev/null", "-o", "Dir::Cache=" + state,
                "-o", "Dir::Cache::archives=" + state.resolve("archives"),
                "-o", "APT::Sandbox::User=" + System.getProperty("user.name"), "-o", "Acquire::Languages=none");
    }

    /** Fetches the package lists. Must come first. */
    void refresh() {
        Command.in(state).withPatience(DOWNLOAD).run(command("apt-get", "-q", "update"));
    }

    /** The packages named and all that they depend on, each once. */
    Set<String> withDependencies(List<String> roots) {
        List<String> query = command("apt-cache", "depends", "--recurse", "--no-recommends", "--no-suggests", "--no-conflicts",
                "--no-breaks", "--no-replaces", "--no-enhances");
        query.addAll(roots);
        Set<String> names = new LinkedHashSet<>();
        Command.in(state).run(query).lines().filter(line -> line.matches("[a-z0-9].*")).forEach(names::add);
        return names;
    }

    /** The one package that a meta-package stands for today, as {@code linux-image-cloud-amd64} does for a kernel. */
    String behindMetaPackage(String metaPackage, String prefix) {
        return Command.in(state).run(command("apt-cache", "depends", metaPackage)).lines()
                .map(String::strip).filter(line -> line.startsWith("Depends: " + prefix))
                .map(line -> line.substring("Depends: ".length())).findFirst()
                .orElseThrow(() -> new EngineException("the package " + metaPackage + " is not in this computer's apt sources; it needs a Debian source"));
    }

    /** Downloads packages and unpacks them together under a directory, which is no live system's root. */
    void unpack(Iterable<String> names, Path root) throws IOException {
        Path downloads = Files.createTempDirectory(state, "download");
        List<String> fetch = command("apt-get", "-q", "download");
        names.forEach(fetch::add);
        Command.in(downloads).withPatience(DOWNLOAD).run(fetch);
        Files.createDirectories(root);
        try (Stream<Path> packages = Files.list(downloads)) {
            for (Path debianPackage : packages.sorted().toList()) {
                Command.in(root).run(List.of("dpkg-deb", "-x", debianPackage.toString(), root.toString()));
            }
        }
        FileTrees.delete(downloads);
    }

    /**
     * Source lines of a Debian release from the servers that this computer uses for its own.
     *
     * @param codename for example {@code bookworm}
     */
    List<String> sourcesOf(String codename, String keyring) {
        Set<String> archives = new LinkedHashSet<>();
        Set<String> securityArchives = new LinkedHashSet<>();
        Command.in(state).run(command("apt-get", "indextargets", "--format", "$(ORIGIN)|$(LABEL)|$(CREATED_BY)|$(REPO_URI)")).lines()
                .map(line -> line.split("\\|")).filter(field -> field.length == 4 && field[0].equals("Debian") && field[2].equals("Packages"))
                .forEach(field -> (field[1].equals("Debian-Security") ? securityArchives : archives).add(field[3]));
        if (archives.isEmpty()) {
            throw new EngineException("this computer's apt has no Debian source, which a Debian image is built from");
        }
        List<String> lines = new ArrayList<>();
        archives.forEach(uri -> {
            lines.add(sourceLine(keyring, uri, codename));
            lines.add(sourceLine(keyring, uri, codename + "-updates"));
        });
        securityArchives.forEach(uri -> lines.add(sourceLine(keyring, uri, codename + "-security")));
        return lines;
    }

    private static String sourceLine(String keyring, String uri, String suite) {
        return "deb [signed-by=" + keyring + "] " + uri + " " + suite + " main";
    }

    private List<String> command(String program, String... arguments) {
        List<String> all = new ArrayList<>(List.of(program));
        all.addAll(options);
        all.addAll(List.of(arguments));
        return all;
    }
}
