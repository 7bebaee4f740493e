package woad.storage.account;

import java.util.Arrays;
import java.util.Optional;

/** The SKUs that clients know. Source: Storage Accounts REST reference, {@code SkuName}. */
enum Sku {
    STANDARD_LRS("Standard_LRS", true),
    STANDARD_ZRS("Standard_ZRS", false),
    STANDARD_GRS("Standard_GRS", false),
    STANDARD_RAGRS("Standard_RAGRS", false),
    STANDARD_GZRS("Standard_GZRS", false),
    STANDARD_RAGZRS("Standard_RAGZRS", false),
    PREMIUM_LRS("Premium_LRS", false),
    PREMIUM_ZRS("Premium_ZRS", false),
    STANDARD_V2_LRS("StandardV2_LRS", false),
    STANDARD_V2_ZRS("StandardV2_ZRS", false),
    STANDARD_V2_GRS("StandardV2_GRS", false),
    STANDARD_V2_GZRS("StandardV2_GZRS", false),
    PREMIUM_V2_LRS("PremiumV2_LRS", false),
    PREMIUM_V2_ZRS("PremiumV2_ZRS", false);

    private final String text;
    private final boolean offered;

    Sku(String text, boolean offered) {
        this.text = text;
        this.offered = offered;
    }

    /** As in requests and answers. */
    String text() {
        return text;
    }

    /** {@code Standard} or {@code Premium}. */
    String tier() {
        return text.startsWith("Premium") ? "Premium" : "Standard";
    }

    /** Whether a region can keep its promise: copies in other zones or regions, and premium disks, are not there. */
    boolean offered() {
        return offered;
    }

    /** The SKU of a name, in any letter case. */
    static Optional<Sku> named(String name) {
        return Arrays.stream(values()).filter(sku -> sku.text.equalsIgnoreCase(name)).findFirst();
    }
}
