package woad.engines.localbytes;

import java.io.ByteArrayInputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import woad.platform.bytes.Extent;

/** A process that stores and deletes until it is killed, and writes a line for each extent that it was told is stored. */
final class KilledStore {
    private static final int CLIENTS = 8;

    private KilledStore() {}

    /** Arguments: the store's directory, and a number from which all that is stored follows. */
    public static void main(String[] arguments) throws IOException {
        int seed = Integer.parseInt(arguments[1]);
        OutputStream lines = new FileOutputStream(FileDescriptor.out);
        try (TestStore store = TestStore.open(Path.of(arguments[0])); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int client = 0; client < CLIENTS; client++) {
                Random random = new Random((long) seed * CLIENTS + client);
                clients.submit(() -> {
                    while (true) {
                        // Some of one chunk, some of several.
                        int length = random.nextInt(random.nextBoolean() ? 2_000 : 300_000);
                        Extent extent = store.bytes().store(TestStore.KEY, new ByteArrayInputStream(TestStore.content(length)), length);
                        if (random.nextInt(4) == 0) {
                            store.bytes().delete(List.of(extent.id()));
                        } else {
                            lines.write((extent.id() + " " + length + ".\n").getBytes(StandardCharsets.US_ASCII));
                        }
                    }
                });
            }
        }
    }
}
