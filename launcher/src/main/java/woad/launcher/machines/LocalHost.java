package woad.launcher.machines;

import java.util.List;
import woad.fleet.spec.HostId;

/** A host of the default fleet on one computer. */
public record LocalHost(HostId id, String region, String zone) {
    /** Two in France Centre, one in France Sud. */
    public static final List<LocalHost> ALL = List.of(
            new LocalHost(new HostId("fc-1"), "francecentral", "1"),
            new LocalHost(new HostId("fc-2"), "francecentral", "1"),
            new LocalHost(new HostId("fs-1"), "francesouth", "1"));
}
