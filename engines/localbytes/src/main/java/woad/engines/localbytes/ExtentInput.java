package woad.engines.localbytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.core.CloudException;

/** A part of an extent, chunk by chunk; only the chunks that it touches are read. */
final class ExtentInput extends InputStream {
    private final Extent extent;
    private final FileChannel channel;
    private final Buffers pool;
    private final ChunkCipher cipher;
    private Buffers.Lease buffers;
    /** The next byte to be given, in the extent, and the first one that is not. */
    private long offset;
    private final long end;
    /** The chunk that is in the plain buffer. */
    private long loaded = -1;
    /** Whether the file buffer holds the first chunk behind the header. */
    private boolean firstIsFetched;

    private ExtentInput(Extent extent, FileChannel channel, Buffers pool, EncryptionKey key, long offset, long end) throws IOException {
        this.extent = extent;
        this.channel = channel;
        this.pool = pool;
        this.offset = offset;
        this.end = end;
        this.buffers = pool.take();
        if (channel.size() != ExtentFormat.fileLength(extent.length())) {
            throw damaged("its file has not the length that it should have");
        }
        this.cipher = new ChunkCipher(readHeader(key), key);
    }

    static InputStream open(Path file, Buffers pool, EncryptionKey key, Extent extent, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, extent.length());
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new ExtentInput(extent, channel, pool, key, offset, offset + length);
        } catch (NoSuchFileException e) {
            throw new CloudException(ByteStoreError.EXTENT_MISSING, "There is no extent " + extent.id() + ".", e);
        } catch (IOException e) {
            throw closing(channel, Space.failed(e));
        } catch (RuntimeException e) {
            throw closing(channel, e);
        }
    }

    private static RuntimeException closing(FileChannel channel, RuntimeException cause) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
        return cause;
    }

    private ExtentHeader readHeader(EncryptionKey key) throws IOException {
        int length = ExtentHeader.BYTES;
        if (offset < ExtentFormat.CHUNK) {
            length += sealedLength(0);
            firstIsFetched = true;
        }
        fetch(0, length);
        byte[] bytes = new byte[ExtentHeader.BYTES];
        buffers.file().get(bytes);
        ExtentHeader header;
        try {
            header = ExtentHeader.parse(bytes, extent.id());
        } catch (ExtentHeader.NotGenuine e) {
            throw damaged(e.getMessage());
        }
        if (!header.key().equals(key.id())) {
            throw new CloudException(ByteStoreError.KEY_MISMATCH,
                    "The extent " + extent.id() + " is sealed under the key " + header.key() + ", not under " + key.id() + ".");
        }
        return header;
    }

    @Override
    public int read() {
        if (offset == end) {
            return -1;
        }
        int at = load();
        offset++;
        return buffers.plain()[at] & 0xff;
    }

    @Override
    public int read(byte[] to, int from, int length) {
        Objects.checkFromIndexSize(from, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (offset == end) {
            return -1;
        }
        int at = load();
        int count = Math.min(length, ready(at));
        System.arraycopy(buffers.plain(), at, to, from, count);
        offset += count;
        return count;
    }

    @Override
    public long transferTo(OutputStream to) throws IOException {
        long begin = offset;
        while (offset < end) {
            int at = load();
            int count = ready(at);
            to.write(buffers.plain(), at, count);
            offset += count;
        }
        return offset - begin;
    }

    /** How many bytes of the chunk at hand are to be given. */
    private int ready(int at) {
        return (int) Math.min(end - offset, ExtentFormat.CHUNK - at);
    }

    /** Opens the chunk of the next byte, where that is not done yet. @return where the byte is in the plain buffer */
    private int load() {
        if (buffers == null) {
            throw new IllegalStateException("the extent's stream is closed");
        }
        long chunk = offset / ExtentFormat.CHUNK;
        if (chunk != loaded) {
            ByteBuffer file = buffers.file();
            int length = sealedLength(chunk);
            if (chunk != 0 || !firstIsFetched) {
                try {
                    fetch(ExtentFormat.position(chunk), length);
                } catch (IOException e) {
                    throw Space.failed(e);
                }
            }
            firstIsFetched = false;
            file.get(buffers.sealed(), 0, length);
            if (!cipher.open(buffers.sealed(), length, chunk, isLast(chunk), buffers.plain())) {
                throw damaged("its chunk " + chunk + " is not what was written");
            }
            loaded = chunk;
        }
        return (int) (offset % ExtentFormat.CHUNK);
    }

    /** The chunk as it was sealed, without its checksum: opening it proves more. */
    private int sealedLength(long chunk) {
        return (int) Math.min(ExtentFormat.CHUNK, extent.length() - chunk * ExtentFormat.CHUNK) + ExtentFormat.TAG;
    }

    private boolean isLast(long chunk) {
        return chunk == ExtentFormat.chunks(extent.length()) - 1;
    }

    /** Reads a part of the file to the file buffer. */
    private void fetch(long position, int length) throws IOException {
        ByteBuffer file = buffers.file().clear().limit(length);
        while (file.hasRemaining()) {
            if (channel.read(file, position + file.position()) < 0) {
                throw new EOFException("the file of the extent " + extent.id() + " became shorter");
            }
        }
        file.flip();
    }

    private CloudException damaged(String finding) {
        return new CloudException(ByteStoreError.EXTENT_DAMAGED, "The extent " + extent.id() + " is damaged: " + finding + ".");
    }

    @Override
    public void close() {
        if (buffers == null) {
            return;
        }
        pool.give(buffers);
        buffers = null;
        try {
            channel.close();
        } catch (IOException e) {
            throw Space.failed(e);
        }
    }
}
