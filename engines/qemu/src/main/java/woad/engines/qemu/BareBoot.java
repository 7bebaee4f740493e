package woad.engines.qemu;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor.Accelerator;
import woad.fleet.spi.ImageStore.Image;

/**
 * A benchmark's peer: QEMU alone, as one would start it by hand, with the tiny image and nothing of the cloud around it:
 * user-mode network, throw-away disk, no configuration drive.
 */
public final class BareBoot {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private BareBoot() {}

    /**
     * Boots a guest, waits for its SSH banner and ends it.
     *
     * @param image of {@link GuestImages#TINY}, whose serial log says when it is worth asking
     * @return from the start of the process to the banner's first bytes
     */
    public static Duration untilSsh(Image image, int vcpus, int memoryMib, Accelerator accelerator) {
        Path scratch = null;
        Process process = null;
        try {
            scratch = Files.createTempDirectory("woad-bare");
            Path serial = scratch.resolve("serial.log");
            int port = freePort();
            long started = System.nanoTime();
            process = new ProcessBuilder(command(image, vcpus, memoryMib, accelerator, serial, port)).redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true).redirectOutput(scratch.resolve("qemu.log").toFile()).start();
            while (!(Files.exists(serial) && Files.readString(serial).matches("(?s).*(answers SSH.*eth0 has|eth0 has.*answers SSH).*"))) {
                requireProgress(process, started, scratch.resolve("qemu.log"));
                Thread.sleep(2);
            }
            requireBanner(port);
            return Duration.ofNanos(System.nanoTime() - started);
        } catch (IOException e) {
            throw new EngineException("bare QEMU did not answer SSH: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException("interrupted while bare QEMU booted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly().onExit().join();
            }
            FileTrees.delete(scratch);
        }
    }

    private static List<String> command(Image image, int vcpus, int memoryMib, Accelerator accelerator, Path serial, int port) {
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-nodefaults", "-display", "none", "-machine", "q35",
                "-smp", Integer.toString(vcpus), "-m", Integer.toString(memoryMib)));
        command.addAll(QemuCommand.accelerated(accelerator, memoryMib));
        command.addAll(List.of("-kernel", image.kernel().toString(), "-initrd", image.initrd().toString(), "-append", image.commandLine(),
                "-drive", "if=virtio,format=qcow2,snapshot=on,file=" + image.disk().toString().replace(",", ",,"),
                "-nic", "user,model=virtio-net-pci,hostfwd=tcp:127.0.0.1:" + port + "-:22", "-serial", "file:" + serial));
        return command;
    }

    private static void requireProgress(Process process, long started, Path log) throws IOException {
        if (!process.isAlive()) {
            throw new IOException(Files.readString(log).strip());
        }
        if (System.nanoTime() - started > PATIENCE.toNanos()) {
            throw new IOException("not within " + PATIENCE.toSeconds() + " s");
        }
    }

    private static void requireBanner(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(10_000);
            String banner = new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII);
            if (!banner.equals("SSH-")) {
                throw new IOException("port 22 says \"" + banner + "\"");
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
