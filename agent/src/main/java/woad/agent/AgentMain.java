package woad.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import woad.engines.linuxnet.AddressTranslation;
import woad.engines.linuxnet.Cidr;
import woad.engines.linuxnet.FabricSettings;
import woad.engines.linuxnet.LinuxFabric;
import woad.engines.qemu.AcceleratorTrial;
import woad.engines.qemu.GuestImages;
import woad.engines.qemu.Qemu;
import woad.engines.qemu.QemuDisks;
import woad.engines.qemu.QemuSettings;
import woad.fleet.spec.HostSpec;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.Hypervisor;
import woad.fleet.spi.NetworkFabric;
import woad.platform.keys.Pem;
import woad.platform.keys.PrivateFiles;

/** The agent's composition root. It must run as root in its host's network namespace, with native access enabled. */
public final class AgentMain {
    private AgentMain() {}

    /** {@code --config file}. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            System.err.println("usage: --config <file>");
            System.exit(2);
        }
        run(Path.of(arguments[1]));
    }

    /**
     * Runs until the process is ended. Guests go on without it.
     *
     * @throws IOException where the configuration is not valid, another agent has this host, or the host cannot enrol
     */
    public static void run(Path configFile) throws IOException, InterruptedException {
        AgentConfig config = AgentConfig.read(configFile);
        PrivateFiles.directory(config.stateDirectory());
        PrivateFiles.directory(config.secretDirectory());
        nameControlPlane(config);
        try (FileChannel lockFile = FileChannel.open(config.stateDirectory().resolve("agent.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
             FileLock lock = lockFile.tryLock()) {
            if (lock == null) {
                throw new IOException("another agent runs for " + config.host() + " in " + config.stateDirectory());
            }
            SecureRandom random = new SecureRandom();
            GuestImages images = new GuestImages(config.imageDirectory());
            Qemu machines = new Qemu(QemuSettings.of(config.stateDirectory().resolve("machines"), config.secretDirectory().resolve("machines")),
                    new AcceleratorTrial(images, config.imageDirectory().resolve("accelerator")));
            DiskStore disks = new QemuDisks(config.stateDirectory().resolve("disks"), config.secretDirectory().resolve("disks"), images, machines, random);
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
                 Agent agent = compose(config, machines, disks, fabric(config), random, Clock.systemUTC(), executor)) {
                agent.start();
                new CountDownLatch(1).await();
            }
        }
    }

    /** An agent over any engines. */
    static Agent compose(AgentConfig config, Hypervisor machines, DiskStore disks, NetworkFabric fabric, SecureRandom random, InstantSource clock,
                         ExecutorService executor) throws IOException {
        HeldSpec held = new HeldSpec(config.host(), config.stateDirectory(), config.secretDirectory());
        HostState state = new HostState(HostSpec.empty(config.host()));
        NetworkListeners listeners = new NetworkListeners(fabric, List.of(MetadataService.service(new MetadataAnswers(state)),
                EndpointRelay.service(EndpointRelay.parse(config.frontDoor()), executor)), executor);
        Convergence convergence = new Convergence(state, machines, disks, fabric, listeners, executor);
        ControlPlane controlPlane = new ControlPlane(config.controlPlane(), Pem.certificates(Files.readString(config.trustedRoot())).getFirst(), random, clock, executor);
        return new Agent(config, controlPlane, new HostCredential(config.host(), config.stateDirectory(), random), held, state, convergence, machines, clock, executor);
    }

    private static NetworkFabric fabric(AgentConfig config) {
        AgentConfig.Network network = config.network();
        return new LinuxFabric(new FabricSettings(network.namespace(), network.uplink(), InetAddress.ofLiteral(network.underlayAddress()),
                new AddressTranslation(Cidr.parse(network.publicPool()), Cidr.parse(network.fabricPool())), config.cloudDomain(), network.guestMtu(),
                network.runDirectory(), OptionalInt.empty()));
    }

    /** A host has no name server: the one name it needs is told to this JVM, before it looks for any. */
    private static void nameControlPlane(AgentConfig config) throws IOException {
        Path names = config.secretDirectory().resolve("names");
        Files.writeString(names, config.controlPlaneAddress() + " " + config.controlPlane().getHost() + "\n");
        System.setProperty("jdk.net.hosts.file", names.toString());
    }
}
