package woad.compute;

import java.util.regex.Pattern;
import woad.resources.provider.NameRule;

/** Bounds and names of disks. Source: Azure, "Scalability and performance targets for VM disks" and "Naming rules and restrictions". */
final class DiskRules {
    /** Largest data disk, in GiB. */
    static final int MOST_GIB = 32_767;
    /** Largest OS disk, in GiB. */
    static final int MOST_OS_GIB = 4_095;
    static final NameRule NAMES = new NameRule(Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?"),
            "1 to 80 letters, digits, underscores, periods and hyphens; it starts with a letter, digit or underscore and ends with one");

    private DiskRules() {}

    static String name(String target, String name) {
        if (!NAMES.allows(name)) {
            throw Refusal.parameter(target, "The disk name '" + Refusal.printable(name) + "' is invalid. It has " + NAMES.words() + ".");
        }
        return name;
    }

    static void size(String target, int gib) {
        if (gib < 1 || gib > MOST_GIB) {
            throw Refusal.parameter(target, "The value '" + gib + "' of parameter '" + target + "' is out of range. The value must be between 1 and " + MOST_GIB + ", inclusive.");
        }
    }
}
