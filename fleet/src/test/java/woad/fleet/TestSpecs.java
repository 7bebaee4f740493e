package woad.fleet;

import java.util.List;
import java.util.Map;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.ImageReference;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;

/** Small specifications of a machine {@code machine-1} with its disk, network and port. */
public final class TestSpecs {
    public static final ImageReference TINY = new ImageReference("woad", "tiny", "1", "1.0.0");

    private TestSpecs() {}

    public static DiskSpec disk(String id, long generation) {
        return new DiskSpec(id, generation, 1L << 30, TINY);
    }

    public static MachineSpec machine(String id, long generation, MachineSpec.Power power, long bootEpoch) {
        GuestSpec guest = new GuestSpec("vm1", "azureuser", List.of(new GuestSpec.SshPublicKey("/home/azureuser/.ssh/authorized_keys", "ssh-ed25519 AAAA test")),
                null, TestFleet.TENANT.toString(), "22222222-2222-4222-8222-222222222222", "group",
                "/subscriptions/22222222-2222-4222-8222-222222222222/resourceGroups/group/providers/Microsoft.Compute/virtualMachines/vm1", "vm1",
                "francecentral", "1", "Standard_D2s_v5", TINY, Map.of("team", "red"), "woad.test", "");
        return new MachineSpec(id, generation, power, bootEpoch, 1, 128, "disk-of-" + id, List.of(), List.of("port-of-" + id), guest);
    }

    public static NetworkSpec network(String id, long generation) {
        return new NetworkSpec(id, generation, List.of("10.1.0.0/16"), List.of(new NetworkSpec.SubnetSpec("subnet-1", 100, List.of("10.1.0.0/24"))),
                Map.of("vm1", List.of("10.1.0.4")), List.of());
    }

    public static PortSpec port(String id, long generation, String machine, String network) {
        return new PortSpec(id, generation, machine, network, "subnet-1", "02:00:00:00:00:01", List.of(new PortSpec.Address("10.1.0.4", "127.64.0.4")), List.of());
    }
}
