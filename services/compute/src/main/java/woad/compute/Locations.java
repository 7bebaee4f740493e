package woad.compute;

import java.util.List;
import java.util.stream.Collectors;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Region;

/** Locations in paths. */
final class Locations {
    private Locations() {}

    /** The region's name. @throws CloudException {@code NoRegisteredProviderFound} */
    static String require(CloudProfile profile, String location) {
        return profile.region(location).map(Region::name).orElseThrow(() -> new CloudException(ComputeError.NO_REGISTERED_PROVIDER,
                "No registered resource provider found for location '" + Refusal.printable(location) + "'. The locations are '"
                        + profile.regions().stream().map(Region::name).collect(Collectors.joining(", ")) + "'.", "location", List.of()));
    }
}
