package woad.storage.access;

import java.util.List;

/**
 * What a shared access signature must say in its permission field for an action.
 *
 * @param alternatives any one is enough; all letters of one are needed together. Empty where no signature can allow the action
 */
public record SasPermission(List<String> alternatives) {
    /** Not by any signature. */
    static final SasPermission NEVER = new SasPermission(List.of());

    /** Any signature, whatever its letters. */
    static final SasPermission ALWAYS = new SasPermission(List.of(""));

    /** {@code of("w", "c")}: one of the two; {@code of("au")}: both. */
    static SasPermission of(String... alternatives) {
        return new SasPermission(List.of(alternatives));
    }

    /** Whether the letters of a signature are enough. */
    public boolean heldBy(String letters) {
        return alternatives.stream().anyMatch(all -> all.chars().allMatch(letter -> letters.indexOf(letter) >= 0));
    }
}
