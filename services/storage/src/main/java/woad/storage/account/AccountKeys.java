package woad.storage.account;

import java.time.Instant;

/** The two keys with which clients sign, 64 bytes each; both are good until renewed. The text form does not show them. */
public record AccountKeys(byte[] key1, byte[] key2, Instant key1CreatedAt, Instant key2CreatedAt) {
    @Override
    public String toString() {
        return "AccountKeys[key1 of " + key1CreatedAt + ", key2 of " + key2CreatedAt + "]";
    }
}
