package woad.platform.core;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What differs between one cloud and another: its name, its DNS domain D, its regions and its address pools.
 *
 * @param publicAddressPool CIDR prefix from which public IPv4 addresses are given out
 */
public record CloudProfile(String name, String domain, List<Region> regions, String publicAddressPool) {
    public CloudProfile {
        regions = List.copyOf(regions);
    }

    /** The profile of a cloud on one computer. */
    public static CloudProfile local() {
        return new CloudProfile("Woad", "woad.test",
                List.of(new Region("francecentral", "France Centre", "francesouth", List.of("1"), 46.3772, 2.373),
                        new Region("francesouth", "France Sud", "francecentral", List.of("1"), 43.8345, 2.1972)),
                "127.64.0.0/16");
    }

    /** The region by its name or display name, ignoring case and spaces, as Azure reads locations. */
    public Optional<Region> region(String nameOrDisplayName) {
        String wanted = normalise(nameOrDisplayName);
        return regions.stream().filter(r -> r.name().equals(wanted) || normalise(r.displayName()).equals(wanted)).findFirst();
    }

    private static String normalise(String text) {
        return text.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /** {@code https://management.D}: where the resource manager answers; without a trailing slash. */
    public String managementUrl() {
        return "https://management." + domain;
    }

    /** {@code https://login.D}: where tokens are issued; without a trailing slash. */
    public String loginUrl() {
        return "https://login." + domain;
    }

    /** {@code https://graph.D}: Microsoft Graph; without a trailing slash. */
    public String graphUrl() {
        return "https://graph." + domain;
    }

    /** {@code https://portal.D}: the web console; without a trailing slash. */
    public String portalUrl() {
        return "https://portal." + domain;
    }
}
