package woad.engines.qemu;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/**
 * Debian 12 with systemd, cloud-init and OpenSSH. The kernel is given by the hypervisor, so one that a customer installs
 * inside takes no effect.
 */
final class DebianImage implements Recipe {

    private static final long DISK_BYTES = 4L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final String KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
    private static final List<String> PACKAGES = List.of("systemd-sysv", "systemd-resolved", "udev", "dbus", "kmod", "linux-image-cloud-amd64",
            "cloud-init", "openssh-server", "sudo", "iproute2", "iputils-ping", "ca-certificates", "curl", "e2fsprogs", "less");

    @Override
    public String fingerprint() {
        return Resources.fingerprint("debian-2", "debian/cloud.cfg", "debian/disks.rules", "debian/initramfs.conf", "debian/modules", "debian/fstab");
    }

    @Override
    public String build(Path into, Path scratch, AptPackages packages, Consumer<String> progress) throws IOException {
        Path root = scratch.resolve("root");
        Path files = scratch.resolve("files");
        place(files, "etc/cloud/cloud.cfg.d/90_woad.cfg", "debian/cloud.cfg");
        place(files, "etc/udev/rules.d/66-azure-disks.rules", "debian/disks.rules");
        place(files, "etc/initramfs-tools/conf.d/woad", "debian/initramfs.conf");
        place(files, "etc/initramfs-tools/modules", "debian/modules");
        place(files, "etc/fstab", "debian/fstab");
        Path sources = Files.write(scratch.resolve("sources.list"), packages.sourcesOf("bookworm", KEYRING));
        progress.accept("Debian image: installing packages, about a minute");
        Command.in(scratch).withPatience(PATIENCE).run(List.of("mmdebstrap", "--variant=minbase", "--include=" + String.join(",", PACKAGES),
                "--dpkgopt=force-confold", "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*",
                "--dpkgopt=path-include=/usr/share/doc/*/copyright",
                "--essential-hook=copy-in " + files.resolve("etc") + " /",
                "--customize-hook=rm -f \"$1\"/etc/ssh/ssh_host_* \"$1\"/etc/hostname \"$1\"/etc/machine-id && : > \"$1\"/etc/machine-id",
                "--customize-hook=systemctl --root=\"$1\" enable systemd-networkd systemd-resolved",
                "bookworm", root.toString(), sources.toString()));
        progress.accept("Debian image: making the disk");
        Files.copy(newest(root.resolve("boot"), "vmlinuz-"), into.resolve(BuiltImage.KERNEL), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(newest(root.resolve("boot"), "initrd.img-"), into.resolve(BuiltImage.INITRD), StandardCopyOption.REPLACE_EXISTING);
        Path raw = scratch.resolve("disk.raw");
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        Command.in(scratch).withPatience(PATIENCE).run(List.of("mkfs.ext4", "-q", "-F", "-L", "woad-root", "-d", root.toString(), raw.toString()));
        Command.in(scratch).withPatience(PATIENCE).run(List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(),
                into.resolve(BuiltImage.DISK).toString()));
        return "root=LABEL=woad-root rw console=ttyS0 quiet panic=-1 random.trust_cpu=on net.ifnames=0";
    }

    private static void place(Path files, String path, String resource) throws IOException {
        Files.createDirectories(files.resolve(path).getParent());
        Files.write(files.resolve(path), Resources.read(resource));
    }

    private static Path newest(Path directory, String prefix) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().startsWith(prefix)).max(Path::compareTo)
                    .orElseThrow(() -> new EngineException("the image holds no " + prefix));
        }
    }
}
