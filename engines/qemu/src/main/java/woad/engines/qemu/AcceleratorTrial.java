package woad.engines.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor.Accelerator;
import woad.fleet.spi.ImageStore;

/**
 * Finds out whether guests run under KVM here by running one: on some computers {@code /dev/kvm} opens and even firmware
 * runs, but a kernel hangs. The answer is kept until the computer starts anew; while one process tries, others wait.
 */
public final class AcceleratorTrial implements Supplier<Accelerator> {

    private static final Path KVM = Path.of("/dev/kvm");
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ImageStore images;
    private final Path kept;

    /**
     * @param images has the tiny image, which is booted once
     * @param kept   the file that keeps the answer; processes of one computer may share it
     */
    public AcceleratorTrial(ImageStore images, Path kept) {
        this.images = images;
        this.kept = kept.toAbsolutePath();
    }

    @Override
    public synchronized Accelerator get() {
        FileTrees.ownerOnly(kept.getParent());
        try (FileChannel lockFile = FileChannel.open(kept.resolveSibling(kept.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lockFile.lock()) {
            String boot = Files.readString(BOOT).strip();
            Optional<Accelerator> known = known(boot);
            if (known.isPresent() && lock.isValid()) {
                return known.get();
            }
            Accelerator found = guestRunsUnderKvm() ? Accelerator.KVM : Accelerator.TCG;
            Path fresh = Files.createTempFile(kept.getParent(), "accelerator", ".new");
            Files.writeString(fresh, boot + " " + found);
            FileTrees.publish(fresh, kept);
            return found;
        } catch (IOException e) {
            throw new EngineException("cannot find out how guests run here: " + e.getMessage(), e);
        }
    }

    private Optional<Accelerator> known(String boot) throws IOException {
        if (!Files.exists(kept)) {
            return Optional.empty();
        }
        String[] answer = Files.readString(kept).strip().split(" ");
        return answer.length == 2 && answer[0].equals(boot) ? Optional.of(Accelerator.valueOf(answer[1])) : Optional.empty();
    }

    private boolean guestRunsUnderKvm() throws IOException {
        if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) {
            return false;
        }
        ImageStore.Image image = images.image(GuestImages.TINY, line -> {});
        List<String> command = new ArrayList<>(List.of("qemu-system-x86_64", "-no-user-config", "-nodefaults", "-display", "none", "-no-reboot",
                "-machine", "q35", "-m", "128", "-serial", "stdio"));
        command.addAll(QemuCommand.accelerated(Accelerator.KVM, 128));
        command.addAll(List.of("-kernel", image.kernel().toString(), "-initrd", image.initrd().toString(),
                "-append", image.commandLine() + " woad.trial"));
        try {
            return Command.in(Path.of("/")).withPatience(PATIENCE).run(command).contains("woad: this guest runs");
        } catch (EngineException hangsOrRefuses) {
            return false;
        }
    }
}
