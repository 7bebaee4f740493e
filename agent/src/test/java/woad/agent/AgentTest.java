package woad.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.Item;
import woad.fleet.SerialLogs;
import woad.fleet.TestFleet;
import woad.fleet.TestSpecs;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport.MachineReport;
import woad.fleet.spec.HostReport.Running;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spec.MachineSpec.Power;
import woad.fleet.spi.LoopbackFabric;
import woad.fleet.spi.MemoryDisks;
import woad.fleet.spi.MemoryHypervisor;

/** An agent against a real control plane, over engines that outlive it as real ones do. */
class AgentTest {
    private static final HostId HOST = new HostId("fc-1");
    private static final String MACHINE = "machine-1";
    private static final String DISK = "disk-of-machine-1";
    private static final String PORT = "port-of-machine-1";

    @TempDir
    private Path directory;
    private TestFleet fleet;
    private MemoryHypervisor machines;
    private final MemoryDisks disks = new MemoryDisks();
    private final LoopbackFabric fabric = new LoopbackFabric();
    private final List<Agent> agents = new ArrayList<>();
    private long generation;

    @BeforeEach
    void open() throws Exception {
        fleet = new TestFleet(directory.resolve("cloud"), InstantSource.system());
        fleet.register("fc-1", "francecentral", "1");
        Files.createDirectories(directory.resolve("serial"));
        machines = new MemoryHypervisor(directory.resolve("serial"));
        Files.writeString(directory.resolve("root.pem"), fleet.authority.rootPem());
        Files.writeString(directory.resolve("token"), fleet.hosts.issueToken(HOST, Duration.ofMinutes(5)));
    }

    @AfterEach
    void close() {
        agents.forEach(Agent::close);
        fleet.close();
    }

    @Test
    void aMachineIsStartedStoppedAndRemoved() throws Exception {
        startAgent(HOST);
        long start = System.nanoTime();
        put(Power.RUNNING, 1);
        eventually("it runs", () -> is(State.READY, Running.RUNNING, 1));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(disks.key(DISK)).isEqualTo(fleet.database.<byte[]>with(handle -> fleet.keys.unwrap(handle, TestFleet.TENANT, DISK)));
        assertThat(machines.launch(MACHINE)).satisfies(launch -> {
            assertThat(launch.ports()).singleElement().satisfies(port -> assertThat(port.tap()).isEqualTo("tap-" + PORT));
            assertThat(launch.disks()).singleElement().satisfies(disk -> assertThat(disk.key()).isEqualTo(disks.key(DISK)));
            assertThat(launch.memoryMib()).isEqualTo(128);
        });

        put(Power.OFF, 1);
        eventually("it stopped", () -> is(State.READY, Running.STOPPED, 1));
        put(Power.RUNNING, 1);
        eventually("it runs again", () -> is(State.READY, Running.RUNNING, 1));
        put(Power.RUNNING, 2);
        eventually("it was restarted", () -> is(State.READY, Running.RUNNING, 2));

        fleet.write(handle -> {
            fleet.store.removeItem(handle, HOST, Item.Kind.MACHINE, MACHINE);
            fleet.store.removeItem(handle, HOST, Item.Kind.DISK, DISK);
            fleet.store.removeItem(handle, HOST, Item.Kind.PORT, PORT);
            fleet.store.removeItem(handle, HOST, Item.Kind.NETWORK, "net-1");
        });
        eventually("nothing is left", () -> !exists(Item.Kind.MACHINE, MACHINE) && !exists(Item.Kind.DISK, DISK) && !exists(Item.Kind.PORT, PORT)
                && !exists(Item.Kind.NETWORK, "net-1"));
        assertThat(machines.known()).isEmpty();
        assertThat(disks.known()).isEmpty();
        assertThat(fabric.ports()).isEmpty();
        assertThat(fabric.networks()).isEmpty();
        assertThat(machines.events()).containsExactly("start machine-1 1", "stop machine-1", "start machine-1 1", "stop machine-1", "start machine-1 2",
                "stop machine-1", "forget machine-1");
    }

    @Test
    void itGoesOnWhileTheControlPlaneIsAway() throws Exception {
        Agent first = startAgent(HOST);
        put(Power.RUNNING, 1);
        eventually("it runs", () -> is(State.READY, Running.RUNNING, 1));
        fleet.shut();
        machines.kill(MACHINE);
        eventually("the guest that was killed runs again", () -> machines.find(MACHINE).isPresent());
        assertThat(machines.events()).containsExactly("start machine-1 1", "start machine-1 1");

        first.close();
        startAgent(HOST);
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(machines.events()).as("the running guest was adopted").hasSize(2);
        machines.kill(MACHINE);
        eventually("the guest is started by the second agent, with the key it kept", () -> machines.find(MACHINE).isPresent());

        fleet.open();
        put(Power.OFF, 1);
        eventually("the control plane is heard again", () -> is(State.READY, Running.STOPPED, 1));
    }

    @Test
    void aGuestThatShutDownStaysStopped() throws Exception {
        startAgent(HOST);
        put(Power.RUNNING, 1);
        eventually("it runs", () -> is(State.READY, Running.RUNNING, 1));
        machines.shutDown(MACHINE);
        eventually("it is seen to have stopped", () -> is(State.READY, Running.STOPPED, 1));
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(machines.find(MACHINE)).isEmpty();
        agents.getFirst().close();
        startAgent(HOST);
        TimeUnit.MILLISECONDS.sleep(500);
        eventually("another agent sees the same", () -> is(State.READY, Running.STOPPED, 1));
        put(Power.RUNNING, 2);
        eventually("a higher epoch starts it", () -> is(State.READY, Running.RUNNING, 2));
    }

    @Test
    void failuresAreToldAndTriedAgain() throws Exception {
        startAgent(HOST);
        machines.fail("no memory left", "still no memory left");
        disks.fail("no space left");
        fabric.fault(PORT, "no such subnet");
        put(Power.RUNNING, 1);
        eventually("the port's fault is told", () -> observed().map(MachineReport::message)
                .filter("A network interface of the machine is not ready: no such subnet"::equals).isPresent());
        assertThat(is(State.FAILED, Running.STOPPED, 0)).isTrue();
        fabric.fault(PORT, null);
        eventually("it runs in the end", () -> is(State.READY, Running.RUNNING, 1));
        assertThat(observed().orElseThrow().message()).isNull();
    }

    @Test
    void whatNobodyWantsIsRemovedAndWhatNobodyToldIsLeftAlone() throws Exception {
        disks.ensure(TestSpecs.disk("stray-disk", 1), new byte[32]);
        machines.start(new woad.fleet.spi.Hypervisor.Launch("stray", 1, 1, 128, List.of(), List.of(), null));
        fleet.shut();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            executor.submit(() -> startAgent(HOST));
            TimeUnit.MILLISECONDS.sleep(500);
            assertThat(machines.find("stray")).as("nobody has told this host anything yet").isPresent();
            fleet.open();
            eventually("strays are gone", () -> machines.known().isEmpty() && disks.known().isEmpty());
            agents.forEach(Agent::close);
        }
    }

    @Test
    void aTokenIsGoodForOneHostOnly() throws Exception {
        startAgent(HOST);
        assertThat(directory.resolve("token")).doesNotExist();
        for (String file : List.of("host.key", "host.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("fc-1").resolve(file)))).isEqualTo("rw-------");
        }
        String token = fleet.hosts.issueToken(HOST, Duration.ofMinutes(5));
        Files.writeString(directory.resolve("token"), token);
        agents.getFirst().close();
        startAgent(HOST);
        assertThat(directory.resolve("token")).as("an enrolled host has no use for a token").exists();

        fleet.register("fc-2", "francecentral", "1");
        startAgent(new HostId("fc-2"));
        Files.writeString(directory.resolve("token"), token);
        fleet.register("fc-3", "francecentral", "1");
        assertThatThrownBy(() -> startAgent(new HostId("fc-3"))).isInstanceOf(ControlPlane.Refused.class).hasMessageContaining("token");
        Files.delete(directory.resolve("token"));
        assertThatThrownBy(() -> startAgent(new HostId("fc-3"))).hasMessageContaining("no enrolment token");
    }

    @Test
    void secretsAreNotKeptWithTheRest() throws Exception {
        startAgent(HOST);
        put(Power.RUNNING, 1);
        eventually("it runs", () -> is(State.READY, Running.RUNNING, 1));
        String key = java.util.Base64.getEncoder().encodeToString(disks.key(DISK));
        assertThat(Files.readString(directory.resolve("fc-1/desired.json"))).doesNotContain(key);
        Path secrets = directory.resolve("fc-1-secrets/secrets.json");
        assertThat(Files.readString(secrets)).contains(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets))).isEqualTo("rw-------");

        agents.getFirst().close();
        Files.delete(secrets);
        machines.kill(MACHINE);
        startAgent(HOST);
        eventually("the keys were asked for again", () -> machines.find(MACHINE).isPresent());
    }

    @Test
    void serialLogsReachTheControlPlane() throws Exception {
        startAgent(HOST);
        put(Power.RUNNING, 1);
        Path log = machines.serialLog(MACHINE);
        Files.writeString(log, "Linux version 6.1\n");
        eventually("the log is there", () -> log().equals("Linux version 6.1\n"));
        Files.writeString(log, "login: ", StandardOpenOption.APPEND);
        eventually("what followed is there", () -> log().equals("Linux version 6.1\nlogin: "));
        Files.writeString(log, "new\n");
        eventually("a log that began anew replaces the old", () -> log().equals("new\n"));
    }

    private Agent startAgent(HostId host) throws Exception {
        AgentConfig config = new AgentConfig(host, fleet.address(), "127.0.0.1", directory.resolve("root.pem"), directory.resolve("token"), "127.0.0.1:9",
                directory.resolve(host.value()), directory.resolve(host + "-secrets"), directory.resolve("images"), "woad.test",
                new AgentConfig.Network("unused", "unused", "127.0.0.1", "127.64.0.0/16", "127.64.0.0/16", 1450, directory));
        Agent agent = AgentMain.compose(config, machines, disks, fabric, fleet.random, InstantSource.system(), Executors.newVirtualThreadPerTaskExecutor());
        agents.add(agent);
        agent.start();
        return agent;
    }

    private void put(Power power, long bootEpoch) {
        generation++;
        fleet.write(handle -> {
            fleet.keys.createResourceKey(handle, TestFleet.TENANT, DISK);
            fleet.store.putItem(handle, HOST, new Item.Disk(TestSpecs.disk(DISK, 1), TestFleet.TENANT), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Network(TestSpecs.network("net-1", 1)), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Port(TestSpecs.port(PORT, 1, MACHINE, "net-1")), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Machine(TestSpecs.machine(MACHINE, generation, power, bootEpoch)), TestFleet.OWNER);
        });
    }

    private Optional<MachineReport> observed() {
        return fleet.database.with(handle -> fleet.store.machine(handle, HOST, MACHINE));
    }

    private boolean is(State state, Running running, long epoch) {
        return observed().filter(m -> m.generation() == generation && m.state() == state && m.running() == running && m.bootEpoch() == epoch).isPresent();
    }

    private boolean exists(Item.Kind kind, String id) {
        return fleet.database.with(handle -> fleet.store.exists(handle, HOST, kind, id));
    }

    private String log() {
        return new String(fleet.database.<byte[]>with(handle -> new SerialLogs().read(handle, MACHINE)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static void eventually(String what, BooleanSupplier holds) throws InterruptedException {
        for (int i = 0; i < 600 && !holds.getAsBoolean(); i++) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(holds.getAsBoolean()).as(what).isTrue();
    }
}
