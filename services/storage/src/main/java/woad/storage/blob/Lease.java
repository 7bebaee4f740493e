package woad.storage.blob;

import static woad.storage.StorageError.LEASE_ALREADY_PRESENT;
import static woad.storage.StorageError.LEASE_ID_MISMATCH_WITH_LEASE_OPERATION;
import static woad.storage.StorageError.LEASE_IS_BREAKING_AND_CANNOT_BE_ACQUIRED;
import static woad.storage.StorageError.LEASE_IS_BREAKING_AND_CANNOT_BE_CHANGED;
import static woad.storage.StorageError.LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED;
import static woad.storage.StorageError.LEASE_NOT_PRESENT_WITH_LEASE_OPERATION;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The lease of a container or a blob, and what each operation makes of it. Source: the tables "Outcomes of lease operations" of Lease
 * Blob and Lease Container.
 *
 * @param id      null where there is none
 * @param seconds how long it was taken for; null for ever
 * @param until   when it ends by itself; null for never
 * @param breakAt when it ends because it was broken; null where it was not
 */
public record Lease(UUID id, Integer seconds, Instant until, Instant breakAt) {
    /** No lease. */
    public static final Lease NONE = new Lease(null, null, null, null);

    /** What a lease is at a moment. */
    public enum State {
        AVAILABLE, LEASED, EXPIRED, BREAKING, BROKEN
    }

    /** The state at a moment. */
    public State state(Instant now) {
        if (id == null) {
            return State.AVAILABLE;
        }
        if (breakAt != null) {
            return now.isBefore(breakAt) ? State.BREAKING : State.BROKEN;
        }
        return until == null || now.isBefore(until) ? State.LEASED : State.EXPIRED;
    }

    /** Whether it keeps others out at a moment. */
    public boolean isActive(Instant now) {
        State state = state(now);
        return state == State.LEASED || state == State.BREAKING;
    }

    /** What is left of it after somebody changed what it was on: an ended lease can no longer be renewed. */
    public Lease afterChange(Instant now) {
        return isActive(now) ? this : NONE;
    }

    /** Taken. @param length null for ever */
    public Lease acquire(UUID proposed, Duration length, Instant now) {
        return switch (state(now)) {
            case AVAILABLE, EXPIRED, BROKEN -> taken(proposed, length, now);
            case LEASED -> {
                if (!proposed.equals(id)) {
                    throw LEASE_ALREADY_PRESENT.refusal();
                }
                yield taken(proposed, length, now);
            }
            case BREAKING -> throw (proposed.equals(id) ? LEASE_IS_BREAKING_AND_CANNOT_BE_ACQUIRED : LEASE_ALREADY_PRESENT).refusal();
        };
    }

    /** Held on to for as long as it was taken for. */
    public Lease renew(UUID holder, Instant now) {
        requireHolder(holder);
        return switch (state(now)) {
            case AVAILABLE, LEASED, EXPIRED -> taken(id, seconds == null ? null : Duration.ofSeconds(seconds), now);
            case BREAKING, BROKEN -> throw LEASE_IS_BROKEN_AND_CANNOT_BE_RENEWED.refusal();
        };
    }

    /** Given another id. */
    public Lease change(UUID holder, UUID proposed, Instant now) {
        State state = state(now);
        if (state == State.AVAILABLE) {
            throw LEASE_NOT_PRESENT_WITH_LEASE_OPERATION.refusal();
        }
        if (!holder.equals(id) && !(state == State.LEASED && proposed.equals(id))) {
            throw LEASE_ID_MISMATCH_WITH_LEASE_OPERATION.refusal();
        }
        return switch (state) {
            case LEASED -> new Lease(proposed, seconds, until, null);
            case BREAKING -> throw LEASE_IS_BREAKING_AND_CANNOT_BE_CHANGED.refusal();
            case AVAILABLE, EXPIRED, BROKEN -> throw LEASE_NOT_PRESENT_WITH_LEASE_OPERATION.refusal();
        };
    }

    /** Given back. */
    public Lease release(UUID holder) {
        requireHolder(holder);
        return NONE;
    }

    /** Ended without its holder. @param period the longest it may still last; null for what is left of it, or not at all where it has no end */
    public Lease breakIt(Duration period, Instant now) {
        return switch (state(now)) {
            case AVAILABLE -> throw LEASE_NOT_PRESENT_WITH_LEASE_OPERATION.refusal();
            case BROKEN -> this;
            case EXPIRED -> new Lease(id, seconds, until, now);
            case LEASED -> {
                Instant latest = until != null ? until : now.plus(period == null ? Duration.ZERO : period);
                yield new Lease(id, seconds, until, period == null ? latest : earlier(latest, now.plus(period)));
            }
            case BREAKING -> new Lease(id, seconds, until, period == null ? breakAt : earlier(breakAt, now.plus(period)));
        };
    }

    /** Whole seconds until a broken lease ends. */
    public long remaining(Instant now) {
        return breakAt == null || !now.isBefore(breakAt) ? 0 : (Duration.between(now, breakAt).toMillis() + 999) / 1000;
    }

    private void requireHolder(UUID holder) {
        if (!holder.equals(id)) {
            throw LEASE_ID_MISMATCH_WITH_LEASE_OPERATION.refusal();
        }
    }

    private static Lease taken(UUID id, Duration length, Instant now) {
        return length == null ? new Lease(id, null, null, null) : new Lease(id, (int) length.toSeconds(), now.plus(length), null);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
