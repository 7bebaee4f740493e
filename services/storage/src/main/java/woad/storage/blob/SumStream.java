package woad.storage.blob;

import java.io.OutputStream;

/** Sums what is written to it, and keeps nothing. */
final class SumStream extends OutputStream {
    private final Checksums checksums;

    SumStream(Checksums checksums) {
        this.checksums = checksums;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        checksums.update(bytes, offset, count);
    }
}
