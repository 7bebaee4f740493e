package woad.storage.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.storage.RecordCipher;
import woad.storage.StorageError;
import woad.storage.account.Account;

/**
 * Takes bytes in and gives them out, encrypted under their account's key: few bytes are sealed to be kept in a row, bound to the
 * piece's id, more go to the store.
 */
final class PieceStore {
    private static final Logger LOG = System.getLogger("woad.storage");
    /** Longest piece that is sealed. */
    static final int SEALED = 16 << 10;
    private static final byte[] EMPTY = new byte[0];

    private final ObjectBytes store;
    private final Ids ids;
    private final RecordCipher cipher;
    private final Cache<Account, EncryptionKey> keys = Caffeine.newBuilder().weakKeys().build();

    PieceStore(ObjectBytes store, Ids ids) {
        this.store = store;
        this.ids = ids;
        this.cipher = new RecordCipher("woad.storage.blob", ids);
    }

    /**
     * Takes in what a client sends, durably where it goes to the store.
     *
     * @param limit    the most bytes
     * @param wantMd5  whether the MD5 is wanted though nobody expects one; likewise {@code wantCrc64}
     * @throws CloudException also where the bytes have not the checksums expected: nothing is kept then
     */
    Piece take(Account account, InputStream source, long limit, Checksums.Expected expected, boolean wantMd5, boolean wantCrc64) throws IOException {
        Checksums checksums = new Checksums(wantMd5 || expected.md5() != null, wantCrc64 || expected.crc64() != null);
        byte[] first = source.readNBytes(SEALED + 1);
        if (first.length <= SEALED) {
            if (first.length > limit) {
                throw StorageError.REQUEST_BODY_TOO_LARGE.refusal();
            }
            checksums.update(first, 0, first.length);
            UUID id = ids.guid();
            return new Piece(id, first.length, seal(account, id, first), checksums.finish().require(expected));
        }
        InputStream all = new Checked(new SequenceInputStream(new ByteArrayInputStream(first), source), checksums);
        Extent extent = translated(() -> store.store(key(account), all, Math.min(limit, ObjectBytes.LONGEST_EXTENT)));
        try {
            return new Piece(extent.id().value(), extent.length(), null, checksums.finish().require(expected));
        } catch (CloudException e) {
            forget(List.of(extent.id().value()));
            throw e;
        }
    }

    /** A part of a piece. @param sealed null where it is in the store */
    InputStream open(Account account, UUID id, byte[] sealed, long length, long offset, long count) {
        if (sealed != null) {
            return new ByteArrayInputStream(unseal(account, id, sealed), Math.toIntExact(offset), Math.toIntExact(count));
        }
        try {
            return translated(() -> store.open(key(account), new Extent(new ExtentId(id), length), offset, count));
        } catch (IOException e) {
            throw new IllegalStateException("opening an extent reads no stream of ours", e);
        }
    }

    /** The bytes of a sealed piece. */
    byte[] unseal(Account account, UUID id, byte[] sealed) {
        return sealed.length == 0 ? EMPTY : cipher.open(account, identity(id), sealed);
    }

    private byte[] seal(Account account, UUID id, byte[] plain) {
        return plain.length == 0 ? EMPTY : cipher.seal(account, identity(id), plain);
    }

    /** Deletes what of a piece is in the store. */
    void forget(Piece piece) {
        if (piece.extent() != null) {
            forget(List.of(piece.extent()));
        }
    }

    /** Deletes extents from the store. Where that fails, the sweep finds them later. */
    void forget(Collection<UUID> extents) {
        try {
            store.delete(extents.stream().map(ExtentId::new).toList());
        } catch (CloudException e) {
            LOG.log(Level.WARNING, extents.size() + " extents could not be deleted now; the sweep will find them", e);
        }
    }

    private static byte[] identity(UUID id) {
        return ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits()).array();
    }

    private EncryptionKey key(Account account) {
        return keys.get(account, a -> new EncryptionKey(a.dataKey()));
    }

    /** Work on the store. */
    private interface StoreWork<T> {
        T run() throws IOException;
    }

    private static <T> T translated(StoreWork<T> work) throws IOException {
        try {
            return work.run();
        } catch (CloudException e) {
            throw e.error() instanceof ByteStoreError error ? inStorage(error, e) : e;
        }
    }

    private static CloudException inStorage(ByteStoreError error, CloudException failure) {
        StorageError told = switch (error) {
            case LIMIT_EXCEEDED -> StorageError.REQUEST_BODY_TOO_LARGE;
            case INSUFFICIENT_STORAGE -> StorageError.INSUFFICIENT_STORAGE;
            case STORE_FAILED -> StorageError.SERVER_BUSY;
            case EXTENT_MISSING, EXTENT_DAMAGED, KEY_MISMATCH -> StorageError.INTERNAL_ERROR;
        };
        if (told != StorageError.REQUEST_BODY_TOO_LARGE) {
            LOG.log(Level.ERROR, "the byte store failed", failure);
        }
        return new CloudException(told, told.message(), failure);
    }

    /** Counts and sums what passes by. */
    private static final class Checked extends FilterInputStream {
        private final Checksums checksums;

        Checked(InputStream in, Checksums checksums) {
            super(in);
            this.checksums = checksums;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            int read = in.read(into, offset, count);
            if (read > 0) {
                checksums.update(into, offset, read);
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
