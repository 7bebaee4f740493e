package woad.engines.localbytes;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Reads files from the device, past the operating system's cache, which would hide what happened to the device since, and which
 * a walk over everything would empty of what is in use. File systems that cannot do so are read through their cache.
 */
final class DeviceBuffer {
    /** A multiple of the block size of any file system. */
    private static final int BLOCK = 64 << 10;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(5 * BLOCK).alignedSlice(BLOCK).limit(4 * BLOCK).slice();

    /** Begins a file; at most one is open at a time. */
    Reading open(Path file) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
        return new Reading(channel, channel.size());
    }

    /** A file being read from its beginning to its end. */
    final class Reading implements Closeable {
        private final FileChannel channel;
        private final long length;
        private long fetched;

        private Reading(FileChannel channel, long length) {
            this.channel = channel;
            this.length = length;
            buffer.clear().limit(0);
        }

        long length() {
            return length;
        }

        /** Reads the next {@code count} bytes. */
        void read(byte[] to, int count) throws IOException {
            for (int done = 0; done < count;) {
                if (!buffer.hasRemaining()) {
                    fetch();
                }
                int part = Math.min(count - done, buffer.remaining());
                buffer.get(to, done, part);
                done += part;
            }
        }

        private void fetch() throws IOException {
            buffer.clear();
            int count = channel.read(buffer, fetched);
            buffer.flip();
            if (count <= 0) {
                throw new EOFException("the file ends too early");
            }
            fetched += count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
