package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import woad.fleet.spi.Hypervisor.Accelerator;

class BareBootTest {

    @Test
    void bareQemuAnswersSsh() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")), "qemu-system-x86_64 is not installed");
        Duration taken = BareBoot.untilSsh(Laboratory.images().image(GuestImages.TINY, System.out::println), 1, 128, Accelerator.TCG);
        System.out.println("bare QEMU answered SSH after " + taken.toMillis() + " ms");
        assertThat(taken).isBetween(Duration.ofMillis(100), Duration.ofMinutes(1));
    }
}
