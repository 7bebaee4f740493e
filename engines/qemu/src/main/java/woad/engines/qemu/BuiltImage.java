package woad.engines.qemu;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.ImageStore.Image;

/** A finished image's directory: disk, kernel, initial RAM disk and {@code image.json}. */
record BuiltImage(ImageReference reference, String commandLine) {

    static final String DISK = "disk.qcow2";
    static final String KERNEL = "vmlinuz";
    static final String INITRD = "initrd";
    private static final String DESCRIPTION = "image.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path directory) throws IOException {
        Files.write(directory.resolve(DESCRIPTION), JSON.writeValueAsBytes(this));
    }

    static boolean stands(Path directory) {
        return Files.exists(directory.resolve(DESCRIPTION));
    }

    static Image read(Path directory) {
        try {
            BuiltImage built = JSON.readValue(Files.readAllBytes(directory.resolve(DESCRIPTION)), BuiltImage.class);
            return new Image(built.reference, directory.resolve(DISK), directory.resolve(KERNEL), directory.resolve(INITRD), built.commandLine);
        } catch (IOException e) {
            throw new EngineException("cannot read the image in " + directory + ": " + e.getMessage(), e);
        }
    }
}
