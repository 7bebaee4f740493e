package woad.engines.qemu;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;

/** A process that starts a machine, to be killed while it does. */
final class DyingStarter {

    private DyingStarter() {}

    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        Path memory = Path.of(arguments[1]);
        String machineId = arguments[3];
        Qemu machines = new Qemu(new QemuSettings(directory.resolve("m"), memory, List.of(arguments[2].split(" ")), 1_900_000_000, Duration.ofSeconds(30)),
                Laboratory::accelerator);
        byte[] key = new byte[32];
        new Random(1).nextBytes(key);
        DiskStore.Disk disk = new QemuDisks(directory.resolve("d"), memory, Laboratory.images(), machines, new SecureRandom())
                .ensure(new DiskSpec(machineId, 1, 4L << 30, GuestImages.TINY), key);
        machines.start(new Launch(machineId, 1, 1, 128, List.of(new AttachedDisk(disk, -1, key)),
                List.of(new AttachedPort("tap0", "52:54:00:09:00:05", List.of())),
                new GuestSpec("contract", "tester", List.of(), null, "tenant", "subscription", "group", "/machine", "contract", "francecentral",
                        "1", "Standard_B1s", GuestImages.TINY, Map.of(), "cloud.test", "")));
    }
}
