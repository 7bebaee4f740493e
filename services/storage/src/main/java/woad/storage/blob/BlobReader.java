package woad.storage.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.List;
import woad.platform.store.Database;
import woad.storage.account.Account;

/** Gives out the bytes of blobs, run by run, without holding more than a few runs' places in memory. */
final class BlobReader {
    /** Runs looked up at a time; each may bring as many bytes as a sealed piece has. */
    private static final int RUNS = 16;

    private final Database database;
    private final PieceStore pieces;

    BlobReader(Database database, PieceStore pieces) {
        this.database = database;
        this.pieces = pieces;
    }

    /** Writes {@code count} bytes from {@code offset} on, which must be there. */
    void write(Account account, Blob blob, long offset, long count, OutputStream to) throws IOException {
        try (InputStream bytes = open(account, blob, offset, count)) {
            bytes.transferTo(to);
        }
    }

    /** The {@code count} bytes from {@code offset} on, which must be there. */
    InputStream open(Account account, Blob blob, long offset, long count) {
        Content content = blob.content();
        if (!content.hasExtents()) {
            return new ByteArrayInputStream(pieces.unseal(account, content.id(), content.sealed()), Math.toIntExact(offset), Math.toIntExact(count));
        }
        return new Runs(account, blob, offset, count);
    }

    /** The bytes of a run. */
    InputStream open(Account account, ExtentTable.Run run, long from, long count) {
        return pieces.open(account, run.extent(), run.sealed(), run.whole(), run.skip() + from, count);
    }

    /** The bytes of one run after the other; what a page blob has no runs for is zeros. */
    private final class Runs extends InputStream {
        private final Account account;
        private final Blob blob;
        private final long end;
        private long at;
        private Iterator<ExtentTable.Run> runs = List.<ExtentTable.Run>of().iterator();
        private InputStream open = InputStream.nullInputStream();
        private long openUntil;

        private Runs(Account account, Blob blob, long offset, long count) {
            this.account = account;
            this.blob = blob;
            this.at = offset;
            this.end = offset + count;
            this.openUntil = offset;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (at >= end) {
                return -1;
            }
            if (at == openUntil) {
                next();
            }
            int read = open.read(into, offset, (int) Math.min(count, openUntil - at));
            if (read < 0) {
                throw new IllegalStateException("a run of content " + blob.content().id() + " is shorter than its row says");
            }
            at += read;
            return read;
        }

        private void next() throws IOException {
            open.close();
            if (!runs.hasNext()) {
                runs = database.with(handle -> ExtentTable.from(handle, blob.content().id(), at, RUNS)).stream().filter(run -> run.end() > at).iterator();
            }
            if (!runs.hasNext()) {
                gap(end);
                return;
            }
            ExtentTable.Run run = runs.next();
            if (run.start() > at) {
                // The run is found again when the gap has been read.
                runs = List.<ExtentTable.Run>of().iterator();
                gap(Math.min(run.start(), end));
                return;
            }
            openUntil = Math.min(end, run.end());
            open = BlobReader.this.open(account, run, at - run.start(), openUntil - at);
        }

        private void gap(long until) {
            if (blob.type() != BlobType.PAGE) {
                throw new IllegalStateException("content " + blob.content().id() + " has no bytes at " + at);
            }
            openUntil = until;
            open = new Zeros();
        }

        @Override
        public void close() throws IOException {
            open.close();
        }
    }

    /** As many as anybody wants. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int count) {
            java.util.Arrays.fill(into, offset, offset + count, (byte) 0);
            return count;
        }
    }
}
