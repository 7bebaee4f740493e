package woad.fleet.spi;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import woad.fleet.spec.DiskSpec;

/** Disks that only exist in memory. */
public final class MemoryDisks implements DiskStore {
    private final Map<String, byte[]> keys = new ConcurrentHashMap<>();
    private final Map<String, Long> sizes = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    /** The next times that a disk is made or grown fail with these messages. */
    public void fail(String... messages) {
        failures.addAll(List.of(messages));
    }

    /** The key with which the disk was made. */
    public byte[] key(String diskId) {
        return keys.get(diskId);
    }

    @Override
    public synchronized Disk ensure(DiskSpec spec, byte[] key) {
        if (!failures.isEmpty()) {
            throw new EngineException(failures.removeFirst());
        }
        byte[] before = keys.putIfAbsent(spec.id(), key.clone());
        if (before != null && !Arrays.equals(before, key)) {
            throw new EngineException("the key is not the disk's");
        }
        sizes.merge(spec.id(), spec.sizeBytes(), Math::max);
        return new Disk(spec.id(), Path.of("/nowhere", spec.id()), sizes.get(spec.id()), null);
    }

    @Override
    public void delete(String diskId) {
        keys.remove(diskId);
        sizes.remove(diskId);
    }

    @Override
    public List<String> known() {
        return List.copyOf(keys.keySet());
    }
}
