package woad.engines.localbytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import woad.platform.bytes.ByteStoreError;
import woad.platform.bytes.EncryptionKey;
import woad.platform.bytes.Extent;
import woad.platform.bytes.ExtentId;
import woad.platform.bytes.StoredExtent;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;

/** A store and what tests ask of it. */
record TestStore(Path root, LocalBytes bytes) implements AutoCloseable {
    static final EncryptionKey KEY = new EncryptionKey(content(32));
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));

    static TestStore open(Path root) throws IOException {
        return open(root, new DiskFiles(), 0);
    }

    static TestStore open(Path root, StoreFiles files, long reserveBytes) throws IOException {
        return new TestStore(root, LocalBytes.open(root, new Ids(new SecureRandom()), CLOCK, reserveBytes, files));
    }

    Extent store(byte[] content) throws IOException {
        return bytes.store(KEY, new ByteArrayInputStream(content), content.length);
    }

    byte[] read(Extent extent) throws IOException {
        try (InputStream stream = bytes.open(KEY, extent, 0, extent.length())) {
            return stream.readAllBytes();
        }
    }

    List<ExtentId> listed() {
        return bytes.list(Instant.MAX, Optional.empty(), 100_000).stream().map(StoredExtent::id).toList();
    }

    /** Asserts that there is no file that is still being written. */
    void assertNothingUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("incoming"))) {
            assertThat(files).isEmpty();
        }
    }

    static void assertThatError(ByteStoreError error, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, thrown -> assertThat(thrown.error()).isEqualTo(error));
    }

    /** Bytes without a pattern, always the same ones for a length. */
    static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    @Override
    public void close() {
        bytes.close();
    }
}
