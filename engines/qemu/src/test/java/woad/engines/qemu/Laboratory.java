package woad.engines.qemu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor.Accelerator;
import woad.fleet.spi.Hypervisor.AttachedPort;

/** A network namespace with one TAP device and a DHCP server, and directories for machines, disks and keys. */
final class Laboratory implements AutoCloseable {

    static final String GUEST = "10.9.0.5";
    static final String GUEST_IPV6 = "fd09::5";
    private static final GuestImages IMAGES = new GuestImages(Path.of(System.getProperty("user.home"), ".cache/woad/images"));

    final Path directory;
    final Path memory;
    final QemuSettings settings;
    private final String namespace;
    private final Process dhcp;

    Laboratory() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "TAP devices and namespaces need root");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "there is no /dev/net/tun");
        for (String program : List.of("qemu-system-x86_64", "qemu-img", "genisoimage", "mkfs.ext4", "dnsmasq", "ip", "ssh")) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        namespace = "wq" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000;
        directory = Files.createTempDirectory("woadq");
        memory = Files.createTempDirectory(Path.of("/dev/shm"), "woadq");
        settings = new QemuSettings(directory.resolve("m"), memory, List.of("ip", "netns", "exec", namespace), 1_900_000_000, Duration.ofSeconds(30));
        run("ip", "netns", "add", namespace);
        inside("ip", "tuntap", "add", "tap0", "mode", "tap");
        inside("ip", "address", "add", "10.9.0.1/24", "dev", "tap0");
        inside("ip", "address", "add", "fd09::1/64", "dev", "tap0", "nodad");
        inside("ip", "link", "set", "tap0", "up");
        dhcp = new ProcessBuilder("ip", "netns", "exec", namespace, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--port=0",
                "--no-ping", "--leasefile-ro", "--interface=tap0", "--dhcp-range=" + GUEST + "," + GUEST, "--enable-ra", "--dhcp-range=fd09::,ra-only", "--pid-file=" + directory.resolve("dnsmasq.pid"))
                .redirectErrorStream(true).redirectOutput(directory.resolve("dnsmasq.log").toFile()).start();
    }

    private static boolean isInstalled(String program) {
        return List.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")).stream().anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    static GuestImages images() {
        return IMAGES;
    }

    static Accelerator accelerator() {
        return new AcceleratorTrial(IMAGES, Path.of(System.getProperty("user.home"), ".cache/woad/accelerator")).get();
    }

    Qemu machines() {
        return new Qemu(settings, Laboratory::accelerator);
    }

    QemuDisks disks() {
        return new QemuDisks(directory.resolve("d"), memory, IMAGES, machines(), new SecureRandom());
    }

    AttachedPort port() {
        return new AttachedPort("tap0", "52:54:00:09:00:05", List.of(GUEST, GUEST_IPV6));
    }

    String sshBanner() {
        try {
            return inside("timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/" + GUEST + "/22; read -r -t 1 line <&3; echo \"$line\"");
        } catch (EngineException refused) {
            return "";
        }
    }

    /** Runs a command in the guest as its administrator. */
    String ssh(Path privateKey, String address, String command) {
        return inside("timeout", "50", "ssh", "-i", privateKey.toString(), "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
                "-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + directory.resolve("known_hosts"), "tester@" + address, command);
    }

    String inside(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        all.addAll(List.of(command));
        return run(all.toArray(String[]::new));
    }

    static String run(String... command) {
        return Command.in(Path.of("/")).run(List.of(command));
    }

    @Override
    public void close() throws IOException {
        dhcp.destroy();
        for (QemuProcess left : QemuProcess.under(settings.directory())) {
            left.handle().destroyForcibly();
            left.handle().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
        run("ip", "netns", "delete", namespace);
        FileTrees.delete(directory);
        FileTrees.delete(memory);
    }
}
