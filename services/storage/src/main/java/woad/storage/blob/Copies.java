package woad.storage.blob;

import static woad.storage.StorageError.INVALID_BLOB_TYPE;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.storage.account.Account;

/**
 * Makes blobs of others. Within an account the new blob has the same extents; another account has another key, so that the bytes are
 * read and stored anew, run by run. Either way the copy is there when the request is answered.
 */
final class Copies {
    /** A copy between accounts that takes longer than this has failed. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final Database database;
    private final Blobs blobs;
    private final BlobReader reader;
    private final PieceStore pieces;
    private final Moments moments;
    private final Ids ids;

    Copies(Database database, Blobs blobs, BlobReader reader, PieceStore pieces, Moments moments, Ids ids) {
        this.database = database;
        this.blobs = blobs;
        this.reader = reader;
        this.pieces = pieces;
        this.moments = moments;
        this.ids = ids;
    }

    /** @param said what the new blob is, but for its bytes @param copying what is remembered of the copy; null for nothing */
    record Order(String container, String name, Demand demand, boolean mayOverwrite, NewBlob said, Copying copying, boolean seal) {}

    /** Copies. */
    Blob copy(Account account, CopySource.Found source, Order order) throws IOException {
        return source.account().id().equals(account.id()) || !source.blob().content().hasExtents() && source.blob().content().length() == 0
                ? within(account, source, order) : between(account, source, order);
    }

    private Blob within(Account account, CopySource.Found source, Order order) {
        return blobs.change(account, order.container(), order.name(), locked -> {
            Blob held = locked.present().filter(present -> isSame(present, source.blob())).or(() -> BlobTable.hold(locked.handle(), source.blob()))
                    .orElseThrow(woad.storage.StorageError.SOURCE_CONDITION_NOT_MET::refusal);
            Content content = held.content();
            if (content.hasExtents()) {
                content = new Content(locked.writer().newContent(), content.length(), null);
                ExtentTable.share(locked.handle(), held.content().id(), content.id());
            }
            return store(locked, order, held, content);
        });
    }

    private static boolean isSame(Blob one, Blob other) {
        return one.container().equals(other.container()) && one.name().equals(other.name()) && one.content().id().equals(other.content().id());
    }

    private Blob between(Account account, CopySource.Found source, Order order) throws IOException {
        Content from = source.blob().content();
        if (!from.hasExtents()) {
            Piece piece = pieces.take(account, reader.open(source.account(), source.blob(), 0, from.length()), from.length(), Checksums.Expected.NOTHING, false, false);
            return blobs.change(account, order.container(), order.name(),
                    locked -> store(locked, order, source.blob(), new Content(piece.id(), piece.length(), piece.sealed())));
        }
        // Its runs are garbage until a blob has it.
        UUID content = ids.guid();
        database.with(handle -> {
            ExtentTable.bury(handle, content, moments.now().plus(LONGEST));
            return null;
        });
        try {
            copyRuns(account, source, content);
            return blobs.change(account, order.container(), order.name(), locked -> {
                if (!ExtentTable.exhume(locked.handle(), content)) {
                    throw woad.storage.StorageError.CANNOT_VERIFY_COPY_SOURCE.refusal();
                }
                return store(locked, order, source.blob(), new Content(content, from.length(), null));
            });
        } catch (CloudException | IOException e) {
            database.with(handle -> {
                ExtentTable.bury(handle, content, moments.now());
                return null;
            });
            throw e;
        }
    }

    private void copyRuns(Account account, CopySource.Found source, UUID content) throws IOException {
        List<ExtentTable.Run> page;
        long from = 0;
        do {
            long start = from;
            page = new ArrayList<>(database.with(handle -> ExtentTable.from(handle, source.blob().content().id(), start, 16)));
            page.removeIf(run -> run.start() < start);
            for (ExtentTable.Run run : page) {
                Piece piece = pieces.take(account, reader.open(source.account(), run, 0, run.length()), run.length(), Checksums.Expected.NOTHING, false, false);
                database.with(handle -> insert(handle, content, run, piece));
                from = run.end();
            }
        } while (!page.isEmpty());
    }

    private static Void insert(Handle handle, UUID content, ExtentTable.Run run, Piece piece) {
        ExtentTable.insert(handle, content, ExtentTable.Run.of(run.start(), piece, run.block()));
        return null;
    }

    private Blob store(Blobs.Locked locked, Order order, Blob source, Content content) {
        locked.requireForWrite(order.demand(), order.mayOverwrite());
        if (locked.present().filter(present -> present.type() != source.type()).isPresent()) {
            throw INVALID_BLOB_TYPE.refusal();
        }
        Blob next = blobs.next(locked, order.said(), content).with(order.copying());
        if (source.type() == BlobType.PAGE) {
            next = next.withSequenceNumber(source.sequenceNumber());
        }
        if (source.type() == BlobType.APPEND) {
            next = next.withBlocks(source.blockCount(), order.seal());
        }
        return locked.writer().overwrite(locked.present(), next);
    }
}
