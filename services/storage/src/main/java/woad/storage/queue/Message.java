package woad.storage.queue;

import java.time.Instant;

/**
 * A message as one operation saw or made it.
 *
 * @param expiresAt {@link #NEVER} where it does not
 * @param visibleAt from when on it can be taken
 * @param dequeued  how often it was taken
 * @param text      as the client sent it; null where the operation does not tell
 */
public record Message(MessageId id, Instant insertedAt, Instant expiresAt, Instant visibleAt, int dequeued, PopReceipt receipt, String text) {
    /** The end of time, as Azure writes it. */
    public static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public String toString() {
        return "Message[" + id + "]";
    }
}
