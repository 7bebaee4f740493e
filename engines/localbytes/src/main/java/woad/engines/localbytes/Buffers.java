package woad.engines.localbytes;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The buffers of the operations that run, about 192 KiB each; a number of them are kept for the next ones. */
final class Buffers {
    private static final int KEPT = 64;
    private final BlockingQueue<Lease> idle = new ArrayBlockingQueue<>(KEPT);

    /**
     * What one operation needs.
     *
     * @param plain a chunk and one byte more, by which its end is told from the end of the extent
     * @param sealed a chunk as it is in its file
     * @param file a header and a chunk, outside the heap, as the operating system takes and gives them
     */
    record Lease(byte[] plain, byte[] sealed, ByteBuffer file) {}

    Lease take() {
        Lease set = idle.poll();
        return set != null ? set : new Lease(new byte[ExtentFormat.CHUNK + 1], new byte[ExtentFormat.STORED_CHUNK],
                ByteBuffer.allocateDirect(ExtentHeader.BYTES + ExtentFormat.STORED_CHUNK));
    }

    /** Gives buffers back; whoever gave them must not use them any more. */
    void give(Lease set) {
        idle.offer(set);
    }
}
