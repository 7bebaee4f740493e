package woad.bench.peers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A copy to a file that takes the MD5 of all bytes, seals them with AES-256-GCM in chunks of 64 KiB and syncs: what an encrypted, durable upload must do at least. */
public final class SealedCopy {
    private static final int CHUNK = 64 << 10;

    private SealedCopy() {}

    /** Copies runs of {@code length} bytes in several threads until the time is over; returns bytes a second. */
    public static double bytesPerSecond(Path directory, long length, int threads, Duration time) throws IOException {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            long start = System.nanoTime();
            long end = start + time.toNanos();
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                Path file = directory.resolve("copy-" + i);
                counts.add(executor.submit(() -> {
                    long copied = 0;
                    while (System.nanoTime() < end) {
                        copy(file, length);
                        copied += length;
                    }
                    Files.delete(file);
                    return copied;
                }));
            }
            long total = 0;
            for (Future<Long> count : counts) {
                total += count.get();
            }
            return total * 1e9 / (System.nanoTime() - start);
        } catch (ExecutionException e) {
            throw new IOException("the copy failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void copy(Path file, long length) throws IOException, GeneralSecurityException {
        byte[] chunk = new byte[CHUNK];
        byte[] sealed = new byte[CHUNK + 16];
        MessageDigest digest = MessageDigest.getInstance("MD5");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long at = 0; at < length; at += CHUNK) {
                digest.update(chunk);
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, ByteBuffer.allocate(12).putLong(4, at).array()));
                ByteBuffer ready = ByteBuffer.wrap(sealed, 0, cipher.doFinal(chunk, 0, CHUNK, sealed));
                while (ready.hasRemaining()) {
                    out.write(ready);
                }
            }
            out.force(true);
        }
    }
}
