package woad.engines.qemu;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import woad.fleet.spi.EngineException;

/**
 * The tiny guest: Debian's cloud kernel with busybox and dropbear, wholly in memory, and a small disk for what must stay.
 * It does not run cloud-init: custom data runs once if it begins with {@code #!} and is otherwise left in
 * {@code /data/custom-data}.
 */
final class TinyImage implements Recipe {

    private static final long DISK_BYTES = 1L << 30;
    private static final List<String> MODULES = List.of("virtio_pci", "virtio_blk", "virtio_net", "virtio_rng", "isofs", "button", "evdev");
    /** Of the C library only what busybox and dropbear load. */
    private static final String C_LIBRARY = "(ld-linux-x86-64\\.so\\.2|libc\\.so\\.6|libm\\.so\\.6|libresolv\\.so\\.2)";
    private static final String OTHER_LIBRARIES =
            "(libcrypt|libtomcrypt|libtommath|libgmp|libz|libpam|libaudit|libcap-ng|libselinux|libpcre2-8)\\.so\\..*";
    private static final List<String> LIBRARY_DIRECTORIES =
            List.of("lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu", "lib64", "usr/lib64");

    @Override
    public String fingerprint() {
        return Resources.fingerprint("tiny-1", "tiny/init", "tiny/udhcpc.sh", "tiny/fstab", "tiny/sudoers", "tiny/pam-sudo");
    }

    @Override
    public String build(Path into, Path scratch, AptPackages packages, Consumer<String> progress) throws IOException {
        Path root = scratch.resolve("root");
        progress.accept("tiny image: downloading kernel, busybox and dropbear");
        packages.unpack(packages.withDependencies(List.of("busybox-static", "dropbear-bin", "sudo")), root);
        packages.unpack(List.of(packages.behindMetaPackage("linux-image-cloud-amd64", "linux-image-")), root);
        progress.accept("tiny image: assembling");
        Files.copy(onlyFile(root.resolve("boot"), "vmlinuz-"), into.resolve(BuiltImage.KERNEL));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into.resolve(BuiltImage.INITRD)))) {
            fileSystem(root).write(out);
        }
        makeDisk(scratch.resolve("disk.raw"), into.resolve(BuiltImage.DISK));
        return "console=ttyS0 quiet panic=-1 random.trust_cpu=on";
    }

    private static CpioArchive fileSystem(Path root) throws IOException {
        CpioArchive archive = new CpioArchive();
        for (String directory : List.of("dev/pts", "proc", "sys", "run", "config", "data", "etc/ssl/certs", "usr/bin", "usr/sbin", "usr/lib/modules", "var/log")) {
            archive.directory(directory);
        }
        archive.directory("root", 0700).directory("tmp", 01777);
        for (String merged : List.of("bin", "sbin", "lib", "lib64")) {
            archive.link(merged, "usr/" + (merged.equals("lib64") ? "lib" : merged));
        }
        archive.link("home", "data/home").link("etc/dropbear", "../data/ssh").link("var/run", "../run");
        archive.file("etc/passwd", 0644, text("root:*:0:0:root:/root:/bin/sh\n")).file("etc/group", 0644, text("root:x:0:\n"))
                .file("etc/shadow", 0600, text("root:*:19000:0:99999:7:::\n")).file("etc/shells", 0644, text("/bin/sh\n"))
                .file("etc/resolv.conf", 0644, text("")).file("etc/ssl/certs/ca-certificates.crt", 0644, text(""));
        archive.file("init", 0755, Resources.read("tiny/init")).file("etc/udhcpc.sh", 0755, Resources.read("tiny/udhcpc.sh"))
                .file("etc/fstab", 0644, Resources.read("tiny/fstab")).file("etc/sudoers", 0440, Resources.read("tiny/sudoers"))
                .file("etc/pam.d/sudo", 0644, Resources.read("tiny/pam-sudo"));
        addLibraries(root, archive);
        addPrograms(root, archive);
        new KernelModules(root).addTo(archive, MODULES);
        return archive;
    }

    private static void addLibraries(Path root, CpioArchive archive) throws IOException {
        for (String directory : LIBRARY_DIRECTORIES) {
            for (String name : FileTrees.names(root.resolve(directory))) {
                if (name.matches(C_LIBRARY) || name.matches(OTHER_LIBRARIES)) {
                    archive.file("usr/lib/" + name, 0755, Files.readAllBytes(root.resolve(directory, name).toRealPath()));
                }
            }
        }
    }

    private static void addPrograms(Path root, CpioArchive archive) throws IOException {
        Path busybox = program(root, "bin/busybox");
        archive.file("usr/bin/busybox", 0755, Files.readAllBytes(busybox));
        archive.file("usr/sbin/dropbear", 0755, Files.readAllBytes(program(root, "sbin/dropbear")));
        archive.file("usr/bin/sudo", 04755, Files.readAllBytes(program(root, "bin/sudo")));
        for (String library : List.of("libsudo_util.so.0", "sudoers.so")) {
            archive.file("usr/libexec/sudo/" + library, 0644, Files.readAllBytes(root.resolve("usr/libexec/sudo", library).toRealPath()));
        }
        Path permit = LIBRARY_DIRECTORIES.stream().map(directory -> root.resolve(directory, "security/pam_permit.so")).filter(Files::exists).findFirst()
                .orElseThrow(() -> new EngineException("the packages hold no pam_permit.so"));
        archive.file("usr/lib/x86_64-linux-gnu/security/pam_permit.so", 0644, Files.readAllBytes(permit));
        for (String applet : Command.in(root).run(List.of(busybox.toString(), "--list")).lines().toList()) {
            if (!archive.contains("usr/bin/" + applet)) {
                archive.link("usr/bin/" + applet, "busybox");
            }
        }
    }

    private static Path program(Path root, String name) {
        return Stream.of(name, "usr/" + name).map(root::resolve).filter(Files::isRegularFile).findFirst()
                .orElseThrow(() -> new EngineException("the packages hold no " + name));
    }

    private static Path onlyFile(Path directory, String prefix) {
        return FileTrees.names(directory).stream().filter(name -> name.startsWith(prefix)).map(directory::resolve).findFirst()
                .orElseThrow(() -> new EngineException("the kernel's package holds no " + prefix));
    }

    private static void makeDisk(Path raw, Path disk) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(raw.toFile(), "rw")) {
            file.setLength(DISK_BYTES);
        }
        Command.in(raw.getParent()).run(List.of("mkfs.ext4", "-q", "-F", "-m", "0", "-L", "woad-data", raw.toString()));
        Command.in(raw.getParent()).run(List.of("qemu-img", "convert", "-f", "raw", "-O", "qcow2", raw.toString(), disk.toString()));
    }

    private static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
