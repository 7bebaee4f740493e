package woad.compute;

import java.time.InstantSource;
import woad.fleet.FleetStore;
import woad.fleet.NetworkPorts;
import woad.fleet.Placement;
import woad.fleet.SerialLogs;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.platform.keys.KeyHierarchy;
import woad.platform.store.Database;
import woad.resources.provider.Resources;

/**
 * What {@code Microsoft.Compute} stands on.
 *
 * @param resources for what runs outside a request; requests bring their own
 * @param cloudCaPem the certificate authority that guests are to trust, PEM
 */
public record ComputeParts(Database database, Resources resources, FleetStore fleet, Placement placement, NetworkPorts ports,
                           KeyHierarchy keys, SerialLogs serialLogs, CloudProfile profile, String cloudCaPem, Ids ids, InstantSource clock) {}
