package woad.engines.localbytes;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import woad.platform.bytes.Crc64;
import woad.platform.bytes.Extent;
import woad.platform.core.FileTrees;

/** Prints how fast a store is, beside a plain copy of files with AES-GCM and MD5. Arguments: an empty directory, seconds for each figure. */
final class LocalBytesMeasurement {
    private static final int SMALL = 1 << 10;
    private static final int LARGE = 64 << 20;
    private static final int LARGE_CLIENTS = 4;
    private static final double MEBIBYTE = 1 << 20;
    private static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true);

    private final Path directory;
    private final double seconds;
    private final byte[] large = TestStore.content(LARGE);

    private LocalBytesMeasurement(Path directory, double seconds) {
        this.directory = directory;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        new LocalBytesMeasurement(Path.of(arguments[0]), Double.parseDouble(arguments[1])).run();
    }

    private void run() throws Exception {
        for (int round = 0; round < 3; round++) {
            OUT.println("round " + (round + 1));
            Path root = directory.resolve("store");
            try (TestStore store = TestStore.open(root)) {
                smallOnes(store);
                largeOnes(store);
            } finally {
                FileTrees.delete(root);
            }
            copies();
            digests();
        }
    }

    private void smallOnes(TestStore store) throws Exception {
        byte[] small = TestStore.content(SMALL);
        for (int clients : new int[] {1, 16, 64}) {
            measure("store 1 KiB, " + clients + " clients", "", 1, clients, () -> store.store(small));
        }
        List<Extent> hot = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            hot.add(store.store(small));
        }
        measure("read 1 KiB of 1,000 hot ones, 16 clients", "", 1, 16, () -> store.read(hot.get(RandomGenerator.getDefault().nextInt(hot.size()))));
    }

    private void largeOnes(TestStore store) throws Exception {
        measure("store 64 MiB, 4 clients", "MiB", LARGE / MEBIBYTE, LARGE_CLIENTS, () -> {
            store.bytes().delete(List.of(store.store(large).id()));
            return null;
        });
        measure("store 64 MiB with MD5, 4 clients", "MiB", LARGE / MEBIBYTE, LARGE_CLIENTS, () -> {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            try (InputStream source = new DigestInputStream(new ByteArrayInputStream(large), md5)) {
                store.bytes().delete(List.of(store.bytes().store(TestStore.KEY, source, LARGE).id()));
            }
            return md5.digest();
        });
        Extent extent = store.store(large);
        measure("read 64 MiB, 4 clients", "MiB", LARGE / MEBIBYTE, LARGE_CLIENTS, () -> {
            store.bytes().read(TestStore.KEY, extent, 0, LARGE, OutputStream.nullOutputStream());
            return null;
        });
        measure("read 1 KiB inside 64 MiB, 16 clients", "", 1, 16, () -> {
            store.bytes().read(TestStore.KEY, extent, RandomGenerator.getDefault().nextInt(LARGE - SMALL), SMALL, OutputStream.nullOutputStream());
            return null;
        });
    }

    /** The peers: the same work without a store. */
    private void copies() throws Exception {
        Path file = directory.resolve("large");
        Files.write(file, large);
        AtomicLong number = new AtomicLong();
        measure("plain copy of 64 MiB with AES-GCM and MD5, synced, 4 clients", "MiB", LARGE / MEBIBYTE, LARGE_CLIENTS,
                () -> copy(file, directory.resolve("copy" + number.incrementAndGet())));
        Files.delete(file);
    }

    private static byte[] copy(Path from, Path to) throws IOException, GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(TestStore.content(32), "AES");
        byte[] plain = new byte[64 << 10];
        byte[] sealed = new byte[plain.length + 16];
        long nonce = 0;
        try (InputStream source = Files.newInputStream(from); FileChannel target = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = source.read(plain); count > 0; count = source.read(plain)) {
                md5.update(plain, 0, count);
                cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, ByteBuffer.allocate(12).putLong(nonce++).array()));
                target.write(ByteBuffer.wrap(sealed, 0, cipher.doFinal(plain, 0, count, sealed, 0)));
            }
            target.force(true);
        } finally {
            Files.delete(to);
        }
        return md5.digest();
    }

    private void digests() throws Exception {
        measure("MD5 alone, 1 client", "MiB", LARGE / MEBIBYTE, 1, () -> MessageDigest.getInstance("MD5").digest(large));
        measure("CRC-64 alone, 1 client", "MiB", LARGE / MEBIBYTE, 1, () -> {
            Crc64 crc = new Crc64();
            crc.update(large, 0, LARGE);
            return crc.getValue();
        });
    }

    /** @param amount of the unit, by each time the work is done */
    private void measure(String what, String unit, double amount, int clients, Callable<?> work) throws Exception {
        AtomicLong done = new AtomicLong();
        long cpu = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                running.add(threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        work.call();
                        done.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        }
        double amounts = done.get() * amount;
        OUT.printf("  %-66s %,9.0f %-5s/s %,8.0f µs of processor each%n", what, amounts / ((System.nanoTime() - begin) / 1e9), unit,
                (PROCESS.getProcessCpuTime() - cpu) / 1e3 / amounts);
    }
}
