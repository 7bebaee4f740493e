package woad.storage.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** The bytes of a blob that has few: they came with its row. */
    byte[] sealed(Account account, Content content) {
        return pieces.unseal(account, content.id(), content.sealed());
    }

    /** Writes {@code count} bytes from {@code offset} on, which must be there. */
    void write(Account account, Content content, long offset, long count, OutputStream to) throws IOException {
        if (!content.hasExtents()) {
            to.write(sealed(account, content), Math.toIntExact(offset), Math.toIntExact(count));
            return;
        }
        long at = offset;
        long end = offset + count;
        while (at < end) {
            long from = at;
            List<ExtentTable.Run> runs = database.with(handle -> ExtentTable.from(handle, content.id(), from, RUNS));
            for (ExtentTable.Run run : runs) {
                if (at < end) {
                    at = write(account, run, at, end, to);
                }
            }
            if (at == from) {
                throw new IllegalStateException("content " + content.id() + " has no bytes at " + at);
            }
        }
    }

    /** @return where the next bytes begin */
    private long write(Account account, ExtentTable.Run run, long at, long end, OutputStream to) throws IOException {
        long until = Math.min(end, run.end());
        if (at < run.start()) {
            zeros(Math.min(run.start(), end) - at, to);
            return write(account, run, Math.min(run.start(), end), end, to);
        }
        if (at < until) {
            try (InputStream bytes = pieces.open(account, run.extent(), run.sealed(), run.whole(), run.skip() + at - run.start(), until - at)) {
                bytes.transferTo(to);
            }
            return until;
        }
        return at;
    }

    private static void zeros(long count, OutputStream to) throws IOException {
        byte[] zeros = new byte[(int) Math.min(count, 64 << 10)];
        for (long left = count; left > 0; left -= zeros.length) {
            to.write(zeros, 0, (int) Math.min(left, zeros.length));
        }
    }
}
