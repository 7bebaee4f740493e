package woad.launcher.parts;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.DataDirectory;

/** Lets one launcher at a time change a cloud. */
final class LauncherLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final FileChannel channel;

    private LauncherLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for its turn. */
    static LauncherLock take(DataDirectory data, Progress progress) throws IOException {
        FileChannel channel = FileChannel.open(data.run().resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (boolean told = false; System.nanoTime() < deadline; told = true) {
            if (channel.tryLock() != null) {
                return new LauncherLock(channel);
            }
            if (!told) {
                progress.say("  another launcher works on this cloud: waiting for it");
            }
            pause();
        }
        channel.close();
        throw new Failure("another launcher has worked on " + data.root() + " for more than " + PATIENCE.toMinutes() + " minutes", "end it, then try again");
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", "run the command again");
        }
    }

    /** Releases the lock, which goes with its channel. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
