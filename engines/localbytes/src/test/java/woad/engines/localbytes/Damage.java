package woad.engines.localbytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import woad.platform.bytes.ExtentId;

/** Changes what a store has written, behind its back. */
final class Damage {
    private Damage() {}

    /** Where an extent's file is. */
    static Path file(Path root, ExtentId id) {
        return root.resolve("extents").resolve(id.toString().substring(0, 2)).resolve(id.toString());
    }

    static void flip(Path file, int position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[position] ^= 1;
        Files.write(file, bytes);
    }
}
