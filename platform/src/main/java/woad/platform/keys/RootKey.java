package woad.platform.keys;

/** The key above all others. It never leaves its keeper: a file now, a hardware security module where there is one. */
public interface RootKey {

    /** Tells one root key from another without giving anything away. */
    String id();

    /** Seals a key or small secret, at most 64 KiB, so that it opens only with the same context. */
    byte[] wrap(byte[] secret, String context);

    /** @throws woad.platform.core.CloudException {@code KeyNotGenuine} where it was changed or the context is another */
    byte[] unwrap(byte[] wrapped, String context);
}
