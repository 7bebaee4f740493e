package woad.fleet.spi;

import java.nio.file.Path;
import java.util.function.Consumer;
import woad.fleet.spec.ImageReference;

/** The guest images of this computer, built from the distribution's packages when first needed and cached. */
public interface ImageStore {

    /**
     * The image's files; builds them when missing. Safe to call from several processes at once: one builds, the others wait.
     *
     * @param progress gets a line for a person at each step of a build
     */
    Image image(ImageReference reference, Consumer<String> progress) throws EngineException;

    /**
     * A read-only image. A disk image boots by firmware or directly by {@code kernel}, {@code initrd} and {@code commandLine} when they are given.
     *
     * @param disk        qcow2 base of OS disks
     * @param kernel      for direct boot, or null
     * @param initrd      for direct boot, or null
     * @param commandLine for direct boot, or null
     */
    record Image(ImageReference reference, Path disk, Path kernel, Path initrd, String commandLine) {}
}
