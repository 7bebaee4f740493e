package woad.fleet.spec;

/**
 * A disk, always encrypted with a key of its own ({@link HostSecrets#diskKeys}).
 *
 * @param id        the disk's unique id (a GUID)
 * @param sizeBytes virtual size; may grow, never shrinks
 * @param image     what the disk starts with, or null for an empty disk
 */
public record DiskSpec(String id, long generation, long sizeBytes, ImageReference image) {}
