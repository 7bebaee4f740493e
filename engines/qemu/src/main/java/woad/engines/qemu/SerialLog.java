package woad.engines.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a serial log from growing without end. QEMU appends to it, so it may be cut while the guest writes. */
final class SerialLog {

    private static final long CUT_BEYOND = 2 << 20;
    private static final int KEEP = 1 << 20;

    private SerialLog() {}

    /** Keeps the last 1 MiB once there are more than 2 MiB. A few bytes written in the same moment may come before it. */
    static void trim(Path log) throws IOException {
        if (!Files.exists(log) || Files.size(log) <= CUT_BEYOND) {
            return;
        }
        try (FileChannel file = FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer tail = ByteBuffer.allocate(KEEP);
            file.read(tail, file.size() - KEEP);
            file.truncate(0);
            file.write(tail.flip(), 0);
        }
    }
}
