package woad.fleet;

import java.util.Map;
import woad.fleet.spec.ImageReference;

/**
 * How much more is promised in a region than its hosts have.
 *
 * @param vcpuRatio     virtual processors placed for each one that a host counts
 * @param diskRatio     virtual disk space placed for each GiB that a host has; disks take space only as they fill
 * @param overheadMib   host memory that a guest takes beyond its own: the emulator
 * @param memoryCapMib  most memory that a guest is given, or {@link Integer#MAX_VALUE}
 * @param imageCapsMib  smaller or larger caps for guests of an image, by {@code publisher:offer} in lower case
 */
public record RegionRules(int vcpuRatio, int diskRatio, int overheadMib, int memoryCapMib, Map<String, Integer> imageCapsMib) {
    public RegionRules {
        imageCapsMib = Map.copyOf(imageCapsMib);
    }

    /** A region whose guests get all that their size says: processors shared by four, memory and disks not at all. */
    public static RegionRules full() {
        return new RegionRules(4, 1, 160, Integer.MAX_VALUE, Map.of());
    }

    /**
     * A region on one computer: a guest gets the memory of its size, but at most 512 MiB, and 128 MiB where it runs the tiny
     * image, whatever its size says.
     */
    public static RegionRules oneComputer() {
        return new RegionRules(32, 20, 160, 512, Map.of("woad:tiny", 128));
    }

    /**
     * The memory that a guest is really given: its size's, but at most the cap.
     *
     * @param image what its OS disk was made from, or null
     */
    public int guestMemoryMib(int sizeMemoryMib, ImageReference image) {
        String key = image == null ? "" : (image.publisher() + ":" + image.offer()).toLowerCase(java.util.Locale.ROOT);
        return Math.min(sizeMemoryMib, imageCapsMib.getOrDefault(key, memoryCapMib));
    }
}
