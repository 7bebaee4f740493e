package woad.fleet.spi;

import java.nio.file.Path;
import java.util.List;
import woad.fleet.spec.DiskSpec;

/** Keeps encrypted disks on this host. */
public interface DiskStore {

    /**
     * Makes the disk if it is missing, grows it if it is too small. A crash at any point leaves either no disk or a whole one.
     *
     * @param key the disk's 32-byte key; the same each time
     */
    Disk ensure(DiskSpec spec, byte[] key) throws EngineException;

    /** Removes the disk and its space; nothing when it is not there. */
    void delete(String diskId) throws EngineException;

    /** Ids of all disks here. */
    List<String> known();

    /**
     * A disk that exists: a file that the hypervisor opens with the disk's key.
     *
     * @param image the very build of the image that the disk stands on, with the kernel that belongs to it, or null
     */
    record Disk(String id, Path file, long sizeBytes, ImageStore.Image image) {}
}
