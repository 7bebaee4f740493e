package woad.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import woad.engines.linuxnet.FabricSettings;
import woad.engines.linuxnet.Underlay;
import woad.engines.linuxnet.UnderlayPlan;
import woad.engines.qemu.GuestImages;
import woad.fleet.Item;
import woad.fleet.SerialLogs;
import woad.fleet.TestFleet;
import woad.fleet.TestSpecs;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport.MachineReport;
import woad.fleet.spec.HostReport.Running;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.MachineSpec.Power;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.Json;

/** A whole host: an agent process in a network namespace, with QEMU and the kernel's networks. The guest really boots. */
class HostTest {
    private static final HostId HOST = new HostId("fc-1");
    private static final int PATIENCE_SECONDS = 150;
    /** What an agent may take of memory. */
    private static final long MOST_KIB = 128 << 10;

    private final String machine = UUID.randomUUID().toString();
    private final String disk = UUID.randomUUID().toString();
    private final String port = UUID.randomUUID().toString();
    private final String network = UUID.randomUUID().toString();
    private Path directory;
    private Path memory;
    private UnderlayPlan plan;
    private TestFleet fleet;
    private Process agent;

    @BeforeEach
    void makeHost() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "namespaces and TAP devices need root");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
        for (String program : List.of("qemu-system-x86_64", "qemu-img", "genisoimage", "mkfs.ext4", "dnsmasq", "ip", "nft")) {
            assumeTrue(installed(program), program + " is not installed");
        }
        directory = Files.createTempDirectory("woadh");
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "woadh");
        new GuestImages(images()).image(GuestImages.TINY, line -> {});
        plan = UnderlayPlan.slot("a" + ProcessHandle.current().pid() % 1_000_000, freeSlot(), List.of(HOST));
        new Underlay(plan).ensure();
        fleet = new TestFleet(directory.resolve("cloud"), InstantSource.system(), plan.gateway());
        fleet.register("fc-1", "francecentral", "1");
        Files.writeString(directory.resolve("root.pem"), fleet.authority.rootPem());
        Files.writeString(directory.resolve("token"), fleet.hosts.issueToken(HOST, Duration.ofMinutes(5)));
        FabricSettings network = plan.settings(HOST, "woad.test", OptionalInt.empty());
        AgentConfig config = new AgentConfig(HOST, fleet.address(), plan.gateway().getHostAddress(), directory.resolve("root.pem"), directory.resolve("token"),
                plan.gateway().getHostAddress() + ":9", directory.resolve("fc-1"), memory, images(), "woad.test",
                new AgentConfig.Network(plan.namespace(HOST), network.uplink(), plan.address(HOST).getHostAddress(), plan.publicAddresses().pool().toString(),
                        plan.publicAddresses().fabric().toString(), network.guestMtu(), network.runDirectory()));
        Files.write(directory.resolve("agent.json"), Json.bytes(config));
    }

    @AfterEach
    void removeHost() throws Exception {
        if (agent != null) {
            agent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
        if (plan != null) {
            new Underlay(plan).remove();
        }
        if (fleet != null) {
            fleet.close();
        }
        for (Path root : java.util.stream.Stream.of(directory, memory).filter(java.util.Objects::nonNull).toList()) {
            try (var paths = Files.walk(root)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    @Test
    void aMachineOutlivesItsAgentAndLeavesNothingBehind() throws Exception {
        startAgent();
        String address = plan.publicAddresses().pool().network().getHostAddress().replaceFirst("\\d+$", "9");
        put(Power.RUNNING, 1, address);
        eventually("the machine runs", () -> is(Running.RUNNING, 1));
        eventually("it answers SSH at its public address", () -> banner(address).startsWith("SSH-2.0"));
        eventually("its serial log is told", () -> new String(fleet.database.<byte[]>with(handle -> new SerialLogs().read(handle, machine)), StandardCharsets.UTF_8)
                .contains("woad: vm1 answers SSH"));
        assertThat(residentKib()).as("what the agent takes of memory").isLessThan(MOST_KIB);
        long guest = guestProcess();

        agent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertThat(banner(address)).as("the guest goes on without its agent").startsWith("SSH-2.0");
        startAgent();
        fleet.clearWork();
        put(Power.RUNNING, 1, address);
        eventually("the new agent has adopted it", () -> observed().filter(m -> m.generation() == generation && m.state() == State.READY).isPresent());
        assertThat(guestProcess()).isEqualTo(guest);

        ProcessHandle.of(guest).orElseThrow().destroyForcibly();
        eventually("a guest that was killed runs again", () -> is(Running.RUNNING, 1) && guestProcess() != guest && guestProcess() > 0);

        fleet.write(handle -> {
            fleet.store.removeItem(handle, HOST, Item.Kind.MACHINE, machine);
            fleet.store.removeItem(handle, HOST, Item.Kind.DISK, disk);
            fleet.store.removeItem(handle, HOST, Item.Kind.PORT, port);
            fleet.store.removeItem(handle, HOST, Item.Kind.NETWORK, network);
        });
        eventually("nothing is left", () -> fleet.database.<Long>with(handle -> handle.createQuery("select count(*) from fleet.item").mapTo(Long.class).one()) == 0);
        assertThat(guestProcess()).isZero();
        assertThat(directory.resolve("fc-1/machines")).isEmptyDirectory();
        assertThat(directory.resolve("fc-1/disks")).isEmptyDirectory();
    }

    private long generation;

    private void put(Power power, long bootEpoch, String publicAddress) {
        generation++;
        MachineSpec like = TestSpecs.machine(machine, generation, power, bootEpoch);
        PortSpec.Rule ssh = new PortSpec.Rule("ssh", 100, true, PortSpec.Protocol.TCP, List.of(), List.of(), List.of(), List.of(new PortSpec.PortRange(22, 22)));
        PortSpec.Rule any = new PortSpec.Rule("any", 100, true, PortSpec.Protocol.ANY, List.of(), List.of(), List.of(), List.of());
        String subnet = UUID.nameUUIDFromBytes(network.getBytes(StandardCharsets.US_ASCII)).toString();
        fleet.write(handle -> {
            fleet.keys.createResourceKey(handle, TestFleet.TENANT, disk);
            fleet.store.putItem(handle, HOST, new Item.Disk(new DiskSpec(disk, 1, 4L << 30, GuestImages.TINY), TestFleet.TENANT), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Network(new NetworkSpec(network, 1, List.of("10.1.0.0/16"),
                    List.of(new NetworkSpec.SubnetSpec(subnet, 4242, List.of("10.1.0.0/24"))), Map.of("vm1", List.of("10.1.0.4")),
                    List.of(new NetworkSpec.Endpoint(subnet, HOST, "02:00:00:00:00:01", List.of("10.1.0.4"))))), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Port(new PortSpec(port, 1, machine, network, subnet, "02:00:00:00:00:01",
                    List.of(new PortSpec.Address("10.1.0.4", publicAddress)), List.of(new PortSpec.RuleGroup(List.of(ssh), List.of(any))))), TestFleet.OWNER);
            fleet.store.putItem(handle, HOST, new Item.Machine(new MachineSpec(machine, generation, power, bootEpoch, 1, 128, disk, List.of(), List.of(port),
                    like.guest())), TestFleet.OWNER);
        });
    }

    private void startAgent() throws IOException {
        List<String> command = new ArrayList<>(plan.enter(HOST));
        command.addAll(List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), "woad.agent.AgentMain", "--config",
                directory.resolve("agent.json").toString()));
        agent = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("agent.log").toFile())).start();
    }

    private Optional<MachineReport> observed() {
        return fleet.database.with(handle -> fleet.store.machine(handle, HOST, machine));
    }

    private boolean is(Running running, long epoch) {
        return observed().filter(m -> m.state() == State.READY && m.running() == running && m.bootEpoch() == epoch).isPresent();
    }

    private static String banner(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 22), 1000);
            socket.setSoTimeout(2000);
            return new String(socket.getInputStream().readNBytes(8), StandardCharsets.US_ASCII);
        } catch (IOException notYet) {
            return "";
        }
    }

    /** The QEMU process of the machine, or 0. */
    private long guestProcess() {
        return ProcessHandle.allProcesses().filter(process -> process.info().command().filter(c -> c.contains("qemu-system")).isPresent())
                .filter(process -> process.info().arguments().stream().flatMap(java.util.Arrays::stream).anyMatch(argument -> argument.contains(machine)))
                .findFirst().map(ProcessHandle::pid).orElse(0L);
    }

    private long residentKib() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(agent.pid()), "status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
    }

    private void eventually(String what, BooleanSupplier holds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline || !agent.isAlive()) {
                throw new AssertionError(what + ": not within " + PATIENCE_SECONDS + " s\n" + Files.readString(directory.resolve("agent.log")));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static Path images() {
        return Path.of(System.getProperty("user.home"), ".cache/woad/images");
    }

    private static int freeSlot() throws Exception {
        Process routes = new ProcessBuilder("ip", "-4", "route", "show").start();
        String taken = new String(routes.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        for (int slot = 31; slot > 20; slot--) {
            if (!taken.contains("198.19." + slot + ".")) {
                return slot;
            }
        }
        throw new IllegalStateException("all address blocks for tests are taken");
    }

    private static boolean installed(String program) {
        return List.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
