package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.ObjectBytes;
import woad.platform.bytes.ObjectBytesContract;
import woad.platform.core.Ids;

class LocalBytesTest extends ObjectBytesContract {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));

    @TempDir
    private Path directory;
    private LocalBytes bytes;

    @BeforeEach
    void open() throws IOException {
        bytes = LocalBytes.open(directory.resolve("bytes"), new Ids(new SecureRandom()), CLOCK, 0);
    }

    @AfterEach
    void close() {
        bytes.close();
    }

    @Override
    protected ObjectBytes bytes() {
        return bytes;
    }

    @Override
    protected void restart() throws IOException {
        close();
        open();
    }

    @Override
    protected void damage(ExtentId id) throws IOException {
        Path file = Damage.file(directory.resolve("bytes"), id);
        Damage.flip(file, (ExtentHeader.BYTES + (int) Files.size(file) - ExtentFormat.CHECKSUM) / 2);
    }
}
