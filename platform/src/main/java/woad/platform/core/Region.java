package woad.platform.core;

import java.util.List;

/**
 * A region of the cloud.
 *
 * @param name        as in resource bodies, lower case without spaces: {@code francecentral}
 * @param displayName for people: {@code France Centre}
 * @param pairedWith  the name of the region that takes over in a disaster
 * @param zones       availability zones: {@code 1}, …
 */
public record Region(String name, String displayName, String pairedWith, List<String> zones, double latitude, double longitude) {
    public Region {
        zones = List.copyOf(zones);
    }
}
