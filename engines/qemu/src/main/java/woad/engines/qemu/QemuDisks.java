package woad.engines.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.ImageStore;

/**
 * Disks as qcow2 files encrypted with LUKS (AES-256-XTS), over a read-only image where there is one. Everything that is
 * known of a disk stands in its file's header, so that there is one file to a disk and no second record to disagree.
 */
public final class QemuDisks implements DiskStore {

    private static final String SUFFIX = ".qcow2";
    private static final String KEY = ".key";
    private static final String UNFINISHED = "new-";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LEAST_FREE_BYTES = 64L << 20;

    private final Path directory;
    private final Path memory;
    private final ImageStore images;
    private final Qemu machines;
    private final SecureRandom random;
    private final Map<String, ReentrantLock> oneAtATime = new ConcurrentHashMap<>();

    /**
     * @param memory   a memory-backed directory (tmpfs) of its own for keys while they are used
     * @param machines which may have a disk open that is to grow
     * @param random   for the keys inside the disks, which the given keys open
     */
    public QemuDisks(Path directory, Path memory, ImageStore images, Qemu machines, SecureRandom random) {
        this.directory = FileTrees.ownerOnly(directory.toAbsolutePath());
        this.memory = FileTrees.ownerOnly(memory.toAbsolutePath());
        this.images = images;
        this.machines = machines;
        this.random = random;
        FileTrees.names(this.directory).stream().filter(name -> name.startsWith(UNFINISHED)).map(this.directory::resolve).forEach(FileTrees::delete);
        FileTrees.names(this.memory).stream().filter(name -> name.endsWith(KEY)).map(this.memory::resolve).forEach(FileTrees::delete);
    }

    @Override
    public Disk ensure(DiskSpec spec, byte[] key) {
        ReentrantLock lock = oneAtATime.computeIfAbsent(spec.id(), id -> new ReentrantLock());
        lock.lock();
        try {
            Path file = file(spec.id());
            if (!Files.exists(file)) {
                create(spec, key, file);
            }
            return grown(spec, key, file);
        } catch (IOException e) {
            throw new EngineException("cannot make or grow the disk: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    private void create(DiskSpec spec, byte[] key, Path file) throws IOException {
        requireSpace();
        ImageStore.Image image = spec.image() == null ? null : images.image(spec.image(), line -> {});
        if (image != null && Qcow2.read(image.disk()).sizeBytes() > spec.sizeBytes()) {
            throw new EngineException("a disk of " + spec.sizeBytes() + " bytes is smaller than its image " + spec.image());
        }
        Path unfinished = directory.resolve(UNFINISHED + spec.id());
        FileTrees.delete(unfinished);
        try {
            new Qcow2(spec.sizeBytes(), image == null ? null : image.disk()).createEncrypted(unfinished, LuksHeader.create(Qemu.passphrase(key), random));
            FileTrees.publish(unfinished, file);
        } finally {
            FileTrees.delete(unfinished);
        }
    }

    private Disk grown(DiskSpec spec, byte[] key, Path file) throws IOException {
        Disk disk = read(spec.id(), file);
        ImageReference image = disk.image() == null ? null : disk.image().reference();
        if (!Objects.equals(image, spec.image())) {
            throw new EngineException("the disk exists and was made from " + image + ", not from " + spec.image());
        }
        if (disk.sizeBytes() >= spec.sizeBytes()) {
            return disk;
        }
        requireSpace();
        if (!machines.growIfOpen(spec.id(), spec.sizeBytes())) {
            withKey(key, secret -> Command.in(directory).withPatience(PATIENCE).run(List.of("qemu-img", "resize", "-q", "--object", secret,
                    "--image-opts", "driver=qcow2,encrypt.key-secret=key,file.filename=" + escaped(file), Long.toString(spec.sizeBytes()))));
        }
        return read(spec.id(), file);
    }

    /** Runs a command that gets the key as the secret object {@code key}, from a file that only root may read and that lives in memory. */
    private void withKey(byte[] key, Consumer<String> command) throws IOException {
        Path holder = Files.createTempFile(memory, "disk", KEY);
        try {
            Files.write(holder, Qemu.passphrase(key));
            command.accept("secret,id=key,format=raw,file=" + escaped(holder));
        } finally {
            FileTrees.delete(holder);
        }
    }

    private void requireSpace() throws IOException {
        if (Files.getFileStore(directory).getUsableSpace() < LEAST_FREE_BYTES) {
            throw new EngineException("the host has no space left for disks");
        }
    }

    private static String escaped(Path path) {
        return path.toString().replace(",", ",,");
    }

    @Override
    public void delete(String diskId) {
        FileTrees.delete(file(diskId));
    }

    @Override
    public List<String> known() {
        return FileTrees.names(directory).stream().filter(name -> name.endsWith(SUFFIX) && !name.startsWith(UNFINISHED))
                .map(name -> name.substring(0, name.length() - SUFFIX.length())).toList();
    }

    private Path file(String diskId) {
        return directory.resolve(UUID.fromString(diskId) + SUFFIX);
    }

    private static Disk read(String diskId, Path file) throws IOException {
        Qcow2 header = Qcow2.read(file);
        return new Disk(diskId, file, header.sizeBytes(), header.backingFile() == null ? null : BuiltImage.read(header.backingFile().getParent()));
    }
}
