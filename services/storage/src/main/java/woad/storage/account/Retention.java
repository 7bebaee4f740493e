package woad.storage.account;

/**
 * How long something is kept.
 *
 * @param days                 1 to 365; null where it is not enabled
 * @param allowPermanentDelete whether what is kept may be purged before; blobs only
 */
public record Retention(boolean enabled, Integer days, boolean allowPermanentDelete) {
    /** Nothing is kept. */
    public static final Retention OFF = new Retention(false, null, false);

    /** Kept for some days. */
    public static Retention of(int days) {
        return new Retention(true, days, false);
    }
}
