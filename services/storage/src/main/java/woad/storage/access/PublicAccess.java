package woad.storage.access;

/** How far a container is open to anybody; each level has all of the one before. Source: Set Container ACL, {@code x-ms-blob-public-access}. */
public enum PublicAccess {
    NONE,
    /** Its blobs can be read. */
    BLOB,
    /** Its blobs can be read and listed. */
    CONTAINER
}
