package woad.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.hosts.Hosts;
import woad.fleet.spec.HostId;
import woad.fleet.spec.ImageReference;
import woad.platform.core.CloudException;

class PlacementTest {
    /** 840 MiB and the emulator's 160 MiB: ten such machines fit a host of 10240 MiB. */
    private static final Placement.Demand MACHINE = Placement.Demand.machine(2, 840);

    @TempDir
    private Path directory;
    private TestFleet fleet;
    private final Placement placement = new Placement(Map.of("lab", RegionRules.oneComputer()));

    @BeforeEach
    void twoHosts() throws Exception {
        fleet = new TestFleet(directory, InstantSource.system());
        fleet.register("fc-1", "francecentral", "1");
        fleet.register("fc-2", "francecentral", "2");
        fleet.write(handle -> handle.execute("update fleet.host set state = 'UP'"));
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void manyAtOnceNeverGetMoreThanThereIs() throws Exception {
        List<Callable<HostId>> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requests.add(() -> reserve(UUID.randomUUID().toString(), null));
        }
        int placed = 0;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<HostId> answer : executor.invokeAll(requests)) {
                try {
                    answer.get();
                    placed++;
                } catch (java.util.concurrent.ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error()).isEqualTo(FleetError.ALLOCATION_FAILED));
                }
            }
        }
        assertThat(placed).isEqualTo(20);
        assertThat(fleet.hosts.list()).allSatisfy(host -> assertThat(host.reserved()).isEqualTo(new Hosts.Capacity(20, 10_000, 0)));
    }

    @Test
    void roomIsGivenBackOnceOnly() {
        for (int i = 0; i < 20; i++) {
            reserve("m" + i, null);
        }
        refused(FleetError.ALLOCATION_FAILED, "more", null, MACHINE);
        release("m3");
        release("m3");
        release("never");
        reserve("more", null);
        refused(FleetError.ALLOCATION_FAILED, "even-more", null, MACHINE);
    }

    @Test
    void askingAgainGivesTheSameHostAndCountsOnce() {
        HostId first = reserve("m", null);
        for (int i = 0; i < 30; i++) {
            assertThat(reserve("m", null)).isEqualTo(first);
        }
        assertThat(fleet.hosts.list().stream().mapToInt(h -> h.reserved().vcpus()).sum()).isEqualTo(2);
        fleet.write(handle -> assertThat(placement.reserve(handle, request("m", null, Placement.Demand.machine(4, 840)))).isEqualTo(first));
        assertThat(fleet.hosts.list().stream().mapToInt(h -> h.reserved().vcpus()).sum()).isEqualTo(4);
    }

    @Test
    void refusalsSayWhatIsMissing() {
        refused(FleetError.SKU_NOT_AVAILABLE, "m", null, Placement.Demand.machine(2, 11_000));
        refused(FleetError.SKU_NOT_AVAILABLE, "m", "3", MACHINE);
        for (int i = 0; i < 10; i++) {
            assertThat(reserve("z" + i, "2")).isEqualTo(new HostId("fc-2"));
        }
        refused(FleetError.ZONAL_ALLOCATION_FAILED, "m", "2", MACHINE);
        assertThat(reserve("m", null)).isEqualTo(new HostId("fc-1"));
    }

    @Test
    void hostsThatAreDownOrDrainedGetNothingNew() {
        fleet.write(handle -> handle.execute("update fleet.host set state = 'DOWN' where id = 'fc-1'"));
        fleet.hosts.setSchedulable(new HostId("fc-2"), false);
        refused(FleetError.ALLOCATION_FAILED, "m", null, MACHINE);
        fleet.write(handle -> assertThat(placement.reserve(handle,
                new Placement.Request("m", "francecentral", null, new HostId("fc-2"), MACHINE))).isEqualTo(new HostId("fc-2")));
    }

    @Test
    void aMachineGoesWhereItsDisksAre() {
        fleet.write(handle -> {
            HostId disk = placement.reserve(handle, new Placement.Request("d", "francecentral", null, null, Placement.Demand.disk(30)));
            assertThat(placement.reserve(handle, new Placement.Request("m", "francecentral", null, disk, MACHINE))).isEqualTo(disk);
            assertThat(placement.reserved(handle, "d")).contains(disk);
        });
    }

    @Test
    void onOneComputerAGuestGetsLessMemoryThanItsSizeSays() {
        RegionRules rules = placement.rules("lab");
        assertThat(rules.guestMemoryMib(8192, TestSpecs.TINY)).isEqualTo(128);
        assertThat(rules.guestMemoryMib(8192, new ImageReference("debian", "debian-12", "12", "1"))).isEqualTo(512);
        assertThat(rules.guestMemoryMib(256, null)).isEqualTo(256);
        assertThat(placement.rules("francecentral").guestMemoryMib(8192, TestSpecs.TINY)).isEqualTo(8192);
    }

    private HostId reserve(String id, String zone) {
        return fleet.database.transaction(handle -> placement.reserve(handle, request(id, zone, MACHINE)));
    }

    private void release(String id) {
        fleet.write(handle -> placement.release(handle, id));
    }

    private void refused(FleetError error, String id, String zone, Placement.Demand demand) {
        assertThatThrownBy(() -> fleet.write(handle -> placement.reserve(handle, request(id, zone, demand))))
                .isInstanceOfSatisfying(CloudException.class, e -> assertThat(e.error()).isEqualTo(error));
    }

    private static Placement.Request request(String id, String zone, Placement.Demand demand) {
        return new Placement.Request(id, "francecentral", zone, null, demand);
    }
}
