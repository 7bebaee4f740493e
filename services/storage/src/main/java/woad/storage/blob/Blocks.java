package woad.storage.blob;

import static woad.storage.StorageError.BLOB_ARCHIVED;
import static woad.storage.StorageError.BLOB_NOT_FOUND;
import static woad.storage.StorageError.BLOCK_LIST_TOO_LONG;
import static woad.storage.StorageError.CONTAINER_NOT_FOUND;
import static woad.storage.StorageError.INVALID_BLOB_OR_BLOCK;
import static woad.storage.StorageError.INVALID_BLOB_TYPE;
import static woad.storage.StorageError.INVALID_BLOCK_LIST;
import static woad.storage.StorageError.SERVER_BUSY;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import woad.platform.store.Database;
import woad.storage.account.Account;

/** The blocks of block blobs: put one by one, made a blob by a list of them. Source: Put Block, Put Block List, Get Block List. */
final class Blocks {
    /** Most blocks of a blob. */
    static final int MOST = 50_000;

    private final Database database;
    private final Blobs blobs;
    private final Moments moments;

    Blocks(Database database, Blobs blobs, Moments moments) {
        this.database = database;
        this.blobs = blobs;
        this.moments = moments;
    }

    /** Where a listed block is looked for. */
    enum Source { COMMITTED, UNCOMMITTED, LATEST }

    /** An entry of a block list. */
    record Entry(Source source, String block) {}

    /** A block and its length. */
    record Block(String id, long length) {}

    /** The blocks of a blob. @param blob null where none were committed */
    record Lists(Blob blob, List<Block> committed, List<Block> uncommitted) {}

    /** Puts a block. */
    void put(Account account, String container, String name, UUID lease, String block, Piece piece) {
        Names.blob(container, name);
        boolean stored = database.with(handle -> BlockTable.put(handle, account.id(), container, name, block, lease, piece, moments.now()));
        if (!stored) {
            refuse(account, container, name, lease, block);
        }
    }

    private void refuse(Account account, String container, String name, UUID lease, String block) {
        blobs.change(account, container, name, locked -> {
            LeaseGuard.BLOB.write(locked.present().map(Blob::lease).orElse(Lease.NONE), lease, locked.now());
            if (locked.present().isPresent() && locked.present().get().type() != BlobType.BLOCK) {
                throw INVALID_BLOB_TYPE.refusal();
            }
            if (BlockTable.list(locked.handle(), locked.container(), name).stream().anyMatch(other -> other.block().length() != block.length())) {
                throw INVALID_BLOB_OR_BLOCK.refusal();
            }
            return null;
        });
        // What spoke against it has ended meanwhile.
        throw SERVER_BUSY.refusal();
    }

    /** Makes the blob what the list says; blocks that it does not name are forgotten. */
    Blob commit(Account account, String container, String name, Demand demand, boolean mayOverwrite, NewBlob said, List<Entry> list) {
        if (list.size() > MOST) {
            throw BLOCK_LIST_TOO_LONG.refusal();
        }
        return blobs.change(account, container, name, locked -> {
            locked.requireForWrite(demand, mayOverwrite);
            if (locked.present().filter(present -> present.type() != BlobType.BLOCK).isPresent()) {
                throw INVALID_BLOB_TYPE.refusal();
            }
            if (locked.present().filter(present -> present.tiering().isArchived()).isPresent()) {
                throw BLOB_ARCHIVED.refusal();
            }
            UUID content = locked.writer().newContent();
            long length = assemble(locked, content, list);
            return locked.writer().overwrite(locked.present(), blobs.next(locked, said, new Content(content, length, null)));
        });
    }

    /** Gives a content its runs. @return its length */
    private static long assemble(Blobs.Locked locked, UUID content, List<Entry> list) {
        Map<String, Long> staged = new HashMap<>();
        BlockTable.list(locked.handle(), locked.container(), locked.name()).forEach(block -> staged.put(block.block(), block.length()));
        Map<String, ExtentTable.Run> committed = new HashMap<>();
        UUID before = locked.present().map(blob -> blob.content().id()).orElse(content);
        ExtentTable.blocks(locked.handle(), before).stream().filter(run -> run.block() != null).forEach(run -> committed.put(run.block(), run));
        List<String> blocks = new ArrayList<>();
        List<Long> blockStarts = new ArrayList<>();
        List<Long> kept = new ArrayList<>();
        List<Long> keptStarts = new ArrayList<>();
        long length = 0;
        for (Entry entry : list) {
            boolean fresh = entry.source() != Source.COMMITTED && staged.containsKey(entry.block());
            ExtentTable.Run old = entry.source() == Source.UNCOMMITTED ? null : committed.get(entry.block());
            if (fresh) {
                blocks.add(entry.block());
                blockStarts.add(length);
                length = Math.addExact(length, staged.get(entry.block()));
            } else if (old != null) {
                kept.add(old.start());
                keptStarts.add(length);
                length = Math.addExact(length, old.length());
            } else {
                throw INVALID_BLOCK_LIST.refusal();
            }
        }
        BlockTable.commit(locked.handle(), content, locked.container(), locked.name(), blocks, blockStarts);
        BlockTable.keep(locked.handle(), content, before, kept, keptStarts);
        return length;
    }

    /** The blocks of a blob, or of one of its states. */
    Lists list(Account account, BlobReference reference, UUID lease) {
        Names.blob(reference.container(), reference.name());
        return database.with(handle -> {
            var found = BlobTable.find(handle, account.id(), reference);
            UUID container = switch (found) {
                case BlobTable.Found.There there -> there.blob().container();
                case BlobTable.Found.NoBlob none -> none.container();
                case BlobTable.Found.NoContainer none -> throw CONTAINER_NOT_FOUND.refusal();
            };
            List<Block> uncommitted = !reference.isPresent() ? List.of() : BlockTable.list(handle, container, reference.name()).stream()
                    .map(block -> new Block(block.block(), block.length())).toList();
            if (!(found instanceof BlobTable.Found.There there)) {
                if (uncommitted.isEmpty()) {
                    throw BLOB_NOT_FOUND.refusal();
                }
                return new Lists(null, List.of(), uncommitted);
            }
            Blob blob = there.blob();
            LeaseGuard.BLOB.read(blob.lease(), lease, moments.now());
            if (blob.type() != BlobType.BLOCK) {
                throw INVALID_BLOB_TYPE.refusal();
            }
            List<Block> committed = !blob.content().hasExtents() ? List.of() : ExtentTable.blocks(handle, blob.content().id()).stream()
                    .filter(run -> run.block() != null).map(run -> new Block(run.block(), run.length())).toList();
            return new Lists(blob, committed, uncommitted);
        });
    }
}
