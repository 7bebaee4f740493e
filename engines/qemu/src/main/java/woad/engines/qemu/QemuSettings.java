package woad.engines.qemu;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import woad.fleet.spi.EngineException;

/**
 * Where and how machines run.
 *
 * @param directory   what is kept of each machine: log, monitor socket; short enough that a socket's path fits (see {@link #MAX_PATH})
 * @param memory      a memory-backed directory (tmpfs) for keys and configuration drives, which are there only while a machine starts
 * @param wrapper     put before QEMU's command, for example {@code ip netns exec name}; must replace itself by the command; mostly empty
 * @param firstUserId each machine's QEMU runs as a user and group of its own from 60,000 numbers that begin here, which no account may have
 * @param shutdownPatience how long a guest may take to shut down when asked
 */
public record QemuSettings(Path directory, Path memory, List<String> wrapper, int firstUserId, Duration shutdownPatience) {

    /** Longest directory path in bytes: a UNIX socket's path has 107, a machine's name 36, and {@code /}, {@code /qmp} follow. */
    public static final int MAX_PATH = 66;

    public QemuSettings {
        wrapper = List.copyOf(wrapper);
        directory = directory.toAbsolutePath();
        memory = memory.toAbsolutePath();
        if (directory.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH) {
            throw new EngineException("the path " + directory + " is too long for sockets in it: choose one of at most " + MAX_PATH + " bytes");
        }
    }

    /** The usual settings. */
    public static QemuSettings of(Path directory, Path memory) {
        return new QemuSettings(directory, memory, List.of(), 1_900_000_000, Duration.ofSeconds(30));
    }
}
