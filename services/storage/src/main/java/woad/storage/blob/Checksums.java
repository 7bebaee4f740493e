package woad.storage.blob;

import static woad.storage.StorageError.CRC64_MISMATCH;
import static woad.storage.StorageError.MD5_MISMATCH;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import woad.platform.bytes.Crc64;

/** The checksums of bytes as they pass by, those that somebody wants. */
final class Checksums {
    private final MessageDigest md5;
    private final Crc64 crc64;
    private long length;

    Checksums(boolean md5, boolean crc64) {
        this.md5 = md5 ? newMd5() : null;
        this.crc64 = crc64 ? new Crc64() : null;
    }

    /** What the bytes must have; null where nothing is demanded. */
    record Expected(byte[] md5, Long crc64) {
        static final Expected NOTHING = new Expected(null, null);
    }

    /** What they have; null where it was not wanted. */
    record Found(long length, byte[] md5, Long crc64) {
        /** @throws woad.platform.core.CloudException {@code Md5Mismatch}, {@code Crc64Mismatch} */
        Found require(Expected expected) {
            if (expected.md5() != null && !MessageDigest.isEqual(expected.md5(), md5)) {
                throw MD5_MISMATCH.refusal();
            }
            if (expected.crc64() != null && !expected.crc64().equals(crc64)) {
                throw CRC64_MISMATCH.refusal();
            }
            return this;
        }
    }

    void update(byte[] bytes, int offset, int count) {
        length += count;
        if (md5 != null) {
            md5.update(bytes, offset, count);
        }
        if (crc64 != null) {
            crc64.update(bytes, offset, count);
        }
    }

    /** Those of all bytes so far; to be called once. */
    Found finish() {
        return new Found(length, md5 == null ? null : md5.digest(), crc64 == null ? null : crc64.getValue());
    }

    private static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("MD5 is not available", e);
        }
    }
}
