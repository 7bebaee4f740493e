package woad.engines.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/**
 * How a machine's last run ended, which nobody but a process's parent is told: a shell is QEMU's parent and writes down its exit status.
 * A guest that shuts down ends QEMU with status 0; so do signals that ask it to end, of which QEMU's own log tells.
 */
final class Ending {
    private static final String STATUS = "ended-";
    private static final String ASKED = "asked-to-end";
    private static final String SIGNALLED = "terminating on signal";

    private static final long PATIENCE_MILLIS = 500;
    private static final long LOOK_MILLIS = 10;

    private Ending() {}

    /** What to put before QEMU's command. */
    static List<String> recording(MachineDirectory directory, long bootEpoch) {
        return List.of("sh", "-c", "\"$@\"; echo $? >\"$0\"", directory.path().resolve(STATUS + bootEpoch).toString());
    }

    /** The machine is about to run anew. */
    static void forget(MachineDirectory directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.path())) {
            files.filter(file -> file.getFileName().toString().startsWith(STATUS)).forEach(FileTrees::delete);
        }
        Files.deleteIfExists(directory.path().resolve(ASKED));
    }

    /** What comes now is not the guest's own doing. */
    static void asked(MachineDirectory directory) {
        try {
            Files.write(directory.path().resolve(ASKED), new byte[0]);
        } catch (IOException e) {
            throw new EngineException("cannot write in the machine's directory: " + e.getMessage(), e);
        }
    }

    /** The boot epoch of the last run, where its guest shut down of its own accord. The shell may still be about to write that down. */
    static OptionalLong shutDownEpoch(MachineDirectory directory) {
        if (!Files.exists(directory.ownLog()) || Files.exists(directory.path().resolve(ASKED))) {
            return OptionalLong.empty();
        }
        try {
            Optional<Path> status = status(directory);
            for (long waited = 0; status.isEmpty() && waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                status = status(directory);
            }
            if (status.isEmpty() || !Files.readString(status.get()).strip().equals("0") || Files.readString(directory.ownLog()).contains(SIGNALLED)) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Long.parseLong(status.get().getFileName().toString().substring(STATUS.length())));
        } catch (NoSuchFileException removedMeanwhile) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new EngineException("cannot read how the machine ended: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while asking how the machine ended", e);
        }
    }

    /** The file that tells a run's status, once it has been written. */
    private static Optional<Path> status(MachineDirectory directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.path())) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith(STATUS)).toList()) {
                if (Files.size(file) > 0) {
                    return Optional.of(file);
                }
            }
            return Optional.empty();
        }
    }
}
