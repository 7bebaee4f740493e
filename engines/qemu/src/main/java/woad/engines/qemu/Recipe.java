package woad.engines.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** How an image is built from packages. */
sealed interface Recipe permits TinyImage, DebianImage {

    /** Changes with everything of ours that goes into the image, so that a changed recipe is built anew. */
    String fingerprint();

    /**
     * Builds disk, kernel and initial RAM disk under the names of {@link BuiltImage}.
     *
     * @param scratch an empty directory, removed afterwards
     * @return the kernel's command line
     */
    String build(Path into, Path scratch, AptPackages packages, Consumer<String> progress) throws IOException;
}
