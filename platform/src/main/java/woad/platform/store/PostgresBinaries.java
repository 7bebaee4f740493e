package woad.platform.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;
import woad.platform.core.FileTrees;

/** PostgreSQL's programs, from the archive on the class path. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** Puts {@code bin}, {@code lib} and {@code share} into a directory, {@code bin} last. */
    static void unpack(Path home) throws IOException {
        Path fresh = home.resolve("unpacking");
        FileTrees.delete(fresh);
        Files.createDirectories(fresh);
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IOException("the PostgreSQL binaries are not on the class path (" + ARCHIVE + "): only Linux on x86-64 is supported");
            }
            unpack(new TarArchiveInputStream(new XZInputStream(resource)), fresh);
        }
        for (String part : List.of("lib", "share", "bin")) {
            FileTrees.delete(home.resolve(part));
            Files.move(fresh.resolve(part), home.resolve(part), StandardCopyOption.ATOMIC_MOVE);
        }
        FileTrees.delete(fresh);
    }

    private static void unpack(TarArchiveInputStream archive, Path into) throws IOException {
        for (TarArchiveEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path target = into.resolve(entry.getName()).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("the archive has an entry outside itself: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
            } else if (entry.isSymbolicLink()) {
                Files.createDirectories(target.getParent());
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(target.getParent());
                Files.copy(archive, target);
                Files.setPosixFilePermissions(target, PosixFilePermissions.fromString((entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
