package woad.engines.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/** Files and directories that survive a crash whole or not at all. */
final class FileTrees {

    private FileTrees() {}

    /** Makes the directory and its parents, open to its owner alone where it is new. */
    static Path ownerOnly(Path directory) {
        try {
            return Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw failed("make the directory " + directory, e);
        }
    }

    /** Writes a new file that only its owner may read. */
    static Path writeSecret(Path file, byte[] content) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.write(file, content);
        } catch (IOException e) {
            throw failed("write " + file, e);
        }
    }

    /** Brings a finished file or directory to its name in one step that survives a power cut. */
    static void publish(Path finished, Path name) {
        try {
            try (Stream<Path> parts = Files.walk(finished)) {
                for (Path part : parts.toList()) {
                    sync(part);
                }
            }
            Files.move(finished, name, StandardCopyOption.ATOMIC_MOVE);
            sync(name.getParent());
        } catch (IOException e) {
            throw failed("put " + name + " in place", e);
        }
    }

    private static void sync(Path path) throws IOException {
        if (!Files.isSymbolicLink(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Names in a directory that is perhaps not there, in order. */
    static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list " + directory, e);
        }
    }

    /** Removes a file or a whole directory; nothing when it is null or not there. */
    static void delete(Path path) {
        if (path == null || !Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> parts = Files.walk(path)) {
            for (Path part : parts.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed("remove " + path, e);
        }
    }

    private static EngineException failed(String what, IOException cause) {
        return new EngineException("cannot " + what + ": " + cause.getMessage(), cause);
    }
}
