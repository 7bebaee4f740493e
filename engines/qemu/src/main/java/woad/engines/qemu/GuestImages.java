package woad.engines.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.ImageStore;

/**
 * Guest images built from Debian's packages and kept in one directory that all processes of a computer share. An image
 * is named by its reference and its recipe's fingerprint; one that a disk stands on is never changed. Building needs a
 * way to the package servers, so the first build is best done before agents start in their network namespaces.
 */
public final class GuestImages implements ImageStore {

    /** The image that reaches SSH within seconds. */
    public static final ImageReference TINY = new ImageReference("woad", "tiny", "1", "1.0.0");
    /** Debian 12 with systemd and cloud-init. */
    public static final ImageReference DEBIAN_12 = new ImageReference("debian", "debian-12", "12", "1.0.0");

    /** A process holds a file lock as a whole, so within it builds take turns by this one. */
    private static final ReentrantLock ONE_BUILD = new ReentrantLock();

    private final Path directory;

    /** @param directory made when missing; must be reachable only by those who may change guests */
    public GuestImages(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Image image(ImageReference reference, Consumer<String> progress) {
        Recipe recipe = recipe(reference);
        Path finished = directory.resolve(reference.toString().replace(':', '_') + "-" + recipe.fingerprint());
        if (!BuiltImage.stands(finished)) {
            buildOnce(reference, recipe, finished, progress);
        }
        return BuiltImage.read(finished);
    }

    /** Whether the image is there, so that {@link #image} answers at once. */
    public boolean isBuilt(ImageReference reference) {
        return BuiltImage.stands(directory.resolve(reference.toString().replace(':', '_') + "-" + recipe(reference).fingerprint()));
    }

    private static Recipe recipe(ImageReference reference) {
        if (!reference.version().matches("[0-9]+(\\.[0-9]+){0,3}")) {
            throw new EngineException("not an image version: " + reference);
        }
        return switch (reference.publisher() + ":" + reference.offer() + ":" + reference.sku()) {
            case "woad:tiny:1" -> new TinyImage();
            case "debian:debian-12:12" -> new DebianImage();
            default -> throw new EngineException("there is no image " + reference);
        };
    }

    private void buildOnce(ImageReference reference, Recipe recipe, Path finished, Consumer<String> progress) {
        FileTrees.ownerOnly(directory);
        ONE_BUILD.lock();
        try (FileChannel lockFile = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = acquire(lockFile, progress)) {
            if (lock.isValid() && !BuiltImage.stands(finished)) {
                build(reference, recipe, finished, progress);
            }
        } catch (IOException e) {
            throw new EngineException("cannot build the image " + reference + ": " + e.getMessage(), e);
        } finally {
            ONE_BUILD.unlock();
        }
    }

    private static FileLock acquire(FileChannel lockFile, Consumer<String> progress) throws IOException {
        FileLock atOnce = lockFile.tryLock();
        if (atOnce != null) {
            return atOnce;
        }
        progress.accept("waiting for another process that builds an image");
        return lockFile.lock();
    }

    private void build(ImageReference reference, Recipe recipe, Path finished, Consumer<String> progress) throws IOException {
        Path work = directory.resolve("building");
        FileTrees.delete(work);
        Path result = Files.createDirectories(work.resolve("result"));
        try {
            AptPackages packages = new AptPackages(work.resolve("apt"));
            progress.accept("reading the package lists");
            packages.refresh();
            String commandLine = recipe.build(result, Files.createDirectory(work.resolve("scratch")), packages, progress);
            new BuiltImage(reference, commandLine).write(result);
            FileTrees.publish(result, finished);
            progress.accept("image " + reference + " is built");
        } finally {
            FileTrees.delete(work);
        }
    }
}
