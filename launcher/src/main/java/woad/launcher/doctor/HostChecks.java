package woad.launcher.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.process.Account;
import woad.launcher.process.Commands;

/** What the computer offers. */
final class HostChecks {
    private static final long GIB = 1L << 30;
    private static final long MEMORY_TO_RUN = 2 * GIB;
    private static final long MEMORY_FOR_MACHINES = 4 * GIB;
    private static final long DISK_TO_RUN = 2 * GIB;
    private static final long DISK_FOR_IMAGES = 8 * GIB;

    private HostChecks() {}

    static Finding privileges() {
        return Account.isRoot() ? Finding.pass("privileges", "root: machines can run; the control plane runs as the system user " + Account.SERVICE)
                : Finding.warn("privileges", "not root: everything works but machines, whose hosts need network namespaces",
                        "sudo ./woad up, if machines are wanted");
    }

    /** The system user must be able to run this Java. */
    static Finding serviceAccess() throws IOException {
        Optional<Account> account = Account.find();
        if (account.isEmpty()) {
            return Finding.pass("system user", Account.SERVICE + " will be made by ./woad up");
        }
        if (!account.get().root()) {
            return Finding.pass("system user", "not needed: the control plane runs as " + account.get().name());
        }
        List<String> command = new ArrayList<>(account.get().plain());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version"));
        return Commands.run(Duration.ofSeconds(30), command).succeeded() ? Finding.pass("system user", Account.SERVICE + " can run this JDK")
                : Finding.fail("system user", Account.SERVICE + " cannot run the JDK in " + System.getProperty("java.home"),
                        "move the JDK where every user may read it, for instance below /opt");
    }

    static Finding memory() throws IOException {
        long available = Files.readAllLines(Path.of("/proc/meminfo")).stream().filter(l -> l.startsWith("MemAvailable:"))
                .mapToLong(l -> Long.parseLong(l.split("\\s+")[1]) * 1024).findFirst().orElse(0);
        String detail = gib(available) + " available";
        if (available < MEMORY_TO_RUN) {
            return Finding.fail("memory", detail, "free memory: a cloud needs at least " + gib(MEMORY_TO_RUN));
        }
        return available < MEMORY_FOR_MACHINES ? Finding.warn("memory", detail, "for more than a few machines have " + gib(MEMORY_FOR_MACHINES))
                : Finding.pass("memory", detail);
    }

    static Finding disk(DataDirectory data) throws IOException {
        Path existing = data.root();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        long free = Files.getFileStore(existing).getUsableSpace();
        String detail = gib(free) + " free for " + data.root();
        if (free < DISK_TO_RUN) {
            return Finding.fail("disk", detail, "free space, or choose another place with --data");
        }
        return free < DISK_FOR_IMAGES ? Finding.warn("disk", detail, "guest images and disks want " + gib(DISK_FOR_IMAGES)) : Finding.pass("disk", detail);
    }

    static Finding kernel() {
        List<String> missing = new ArrayList<>();
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            missing.add("/dev/net/tun");
        }
        if (!Files.exists(Path.of("/proc/sys/net/netfilter")) && !Files.exists(Path.of("/proc/sys/net/bridge"))) {
            missing.add("netfilter");
        }
        return missing.isEmpty() ? Finding.pass("kernel", "TAP devices and packet filters are there")
                : Finding.warn("kernel", "no " + String.join(", ", missing) + ": machines cannot have networks", "modprobe tun nf_tables br_netfilter");
    }

    /** Looks for the device only; that guests really run with it is known once one has booted. */
    static Finding kvm() {
        Path device = Path.of("/dev/kvm");
        return Files.isReadable(device) && Files.isWritable(device) ? Finding.pass("KVM", "/dev/kvm opens; the first start of a host probes it by booting")
                : Finding.warn("KVM", "there is no usable /dev/kvm: machines run in emulation, about ten times slower", "enable virtualisation, if it is there");
    }

    private static String gib(long bytes) {
        return "%.1f GiB".formatted((double) bytes / GIB);
    }
}
