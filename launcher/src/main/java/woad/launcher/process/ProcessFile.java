package woad.launcher.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import woad.launcher.Failure;
import woad.platform.core.Json;

/**
 * Where a long-lived process says who it is ({@code process.json}), under a lock that it holds for life, so that there are
 * never two of it: a launcher that dies after starting one leaves nothing untracked.
 */
public final class ProcessFile {
    private static final int LOCK_ATTEMPTS = 50;
    private static final int LOCK_PAUSE_MILLISECONDS = 100;

    private final Path directory;

    public ProcessFile(Path directory) {
        this.directory = directory;
    }

    /** Called by the process itself, first of all. The returned lock must be kept until it ends. */
    public FileLock claim() throws IOException, InterruptedException {
        FileChannel channel = FileChannel.open(directory.resolve("process.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                name(ProcessHandle.current());
                return lock;
            }
            Thread.sleep(LOCK_PAUSE_MILLISECONDS);
        }
        channel.close();
        throw new Failure("another process holds " + directory.resolve("process.lock"), "stop it with: ./woad down");
    }

    /** Names a process that will claim this file, so that it is known from its first moment on. */
    public void name(ProcessHandle process) throws IOException {
        Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
        if (identity.isPresent()) {
            Path fresh = directory.resolve("process.json.new");
            Files.write(fresh, Json.bytes(identity.get()));
            Files.move(fresh, directory.resolve("process.json"), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Whether this is the id of the process that claimed it last, dead or alive. */
    public boolean names(long id) throws IOException {
        Path file = directory.resolve("process.json");
        return Files.exists(file) && Json.parse(Files.readString(file), ProcessIdentity.class).id() == id;
    }

    /** When the process that is named there came to be. @throws IOException where there was none yet */
    public Instant claimed() throws IOException {
        return Files.getLastModifiedTime(directory.resolve("process.json")).toInstant();
    }

    /**
     * The process if it lives.
     *
     * @param owner numeric id of the user it must run as: a file that others can write must not make root signal just anything
     */
    public Optional<ProcessIdentity> running(int owner) throws IOException {
        Path file = directory.resolve("process.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(Json.parse(Files.readString(file), ProcessIdentity.class)).filter(ProcessIdentity::alive)
                .filter(p -> p.owner().filter(o -> o == owner).isPresent());
    }
}
