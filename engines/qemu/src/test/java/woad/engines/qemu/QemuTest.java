package woad.engines.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec.SshPublicKey;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.Hypervisor;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;
import woad.fleet.spi.Hypervisor.RunningMachine;
import woad.fleet.spi.HypervisorContract;

class QemuTest extends HypervisorContract {

    private static Laboratory laboratory;

    @BeforeAll
    static void open() throws IOException {
        laboratory = new Laboratory();
    }

    @AfterAll
    static void close() throws IOException {
        if (laboratory != null) {
            laboratory.close();
        }
    }

    @Override
    protected Hypervisor hypervisor() {
        return laboratory.machines();
    }

    @Override
    protected DiskStore disks() {
        return laboratory.disks();
    }

    @Override
    protected ImageReference image() {
        return GuestImages.TINY;
    }

    @Override
    protected AttachedPort port() {
        return laboratory.port();
    }

    @Override
    protected void shutDownInside() throws InterruptedException {
        Path monitor = MachineDirectory.of(laboratory.directory.resolve("m"), machineId).monitor();
        for (int presses = 0; presses < 30; presses++) {
            try {
                Qmp.once(monitor, java.time.Duration.ofSeconds(5), "system_powerdown", java.util.Map.of());
            } catch (IOException ended) {
                return;
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    @Override
    protected String sshBanner() {
        return laboratory.sshBanner();
    }

    @Test
    void aTinyGuestIsWhatItsSpecificationSaysAndKeepsItsDiskOverARestart() throws Exception {
        Path key = laboratory.directory.resolve("key");
        Laboratory.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        String script = "#!/bin/sh\necho ran by $(id -u) >> /data/ran\n";
        Launch plain = launch(1);
        DiskStore.Disk data = disks().ensure(new DiskSpec(newDataDiskId(), 1, 64L << 20, null), key(7));
        Launch launch = new Launch(machineId, 1, 1, 128, List.of(plain.disks().getFirst(), new AttachedDisk(data, 5, key(7))), plain.ports(),
                guest(List.of(new SshPublicKey("/home/tester/.ssh/authorized_keys", Files.readString(Path.of(key + ".pub")))),
                        Base64.getEncoder().encodeToString(script.getBytes(StandardCharsets.UTF_8))));

        RunningMachine machine = hypervisor().start(launch);
        awaitSsh();
        assertThat(laboratory.ssh(key, Laboratory.GUEST, "hostname; sudo id -u; cat /etc/ssl/certs/ca-certificates.crt"))
                .startsWith("contract\n0\n-----BEGIN CERTIFICATE-----");
        String sectors = "cat /sys/block/$(basename $(readlink /dev/disk/azure/scsi1/lun5))/size";
        assertThat(laboratory.ssh(key, Laboratory.GUEST, sectors)).isEqualTo((64L << 20) / 512 + "\n");
        assertThat(laboratory.ssh(key, Laboratory.GUEST_IPV6, "echo six")).isEqualTo("six\n");

        disks().ensure(new DiskSpec(data.id(), 2, 96L << 20, null), key(7));
        assertThat(laboratory.ssh(key, Laboratory.GUEST, sectors)).as("a disk grows under a guest").isEqualTo((96L << 20) / 512 + "\n");

        assertContained(machine);
        laboratory.ssh(key, Laboratory.GUEST, "echo kept > kept");
        hypervisor().stop(machineId, true);

        hypervisor().start(launch);
        awaitSsh();
        // The host key is checked against the one of the first boot.
        assertThat(laboratory.ssh(key, Laboratory.GUEST, "cat kept; cat /data/ran")).isEqualTo("kept\nran by 0\n");
    }

    private static void assertContained(RunningMachine machine) throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(machine.processId()), "status"));
        assertThat(status).contains("Seccomp:\t2").contains("NoNewPrivs:\t1").doesNotContain("Uid:\t0");
        assertThat(Files.readString(Path.of("/proc", Long.toString(machine.processId()), "cmdline")))
                .doesNotContain(new String(Qemu.passphrase(key(1)), StandardCharsets.US_ASCII));
        assertThat(laboratory.memory).as("no key is left in a file").isEmptyDirectory();
    }

    private static String newDataDiskId() {
        return java.util.UUID.nameUUIDFromBytes(("data" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII)).toString();
    }

    /** The starter dies at several moments of a start; a new one finds the machine if there is one, and never makes a second. */
    @Test
    void aStartThatDiedHalfwayLeavesNoSecondMachine() throws Exception {
        launch(1);
        Laboratory.accelerator();
        for (int milliseconds : new int[] {400, 700, 1000, 1500}) {
            Process starter = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), DyingStarter.class.getName(),
                    laboratory.directory.toString(), laboratory.memory.toString(), String.join(" ", laboratory.settings.wrapper()), machineId)
                    .redirectErrorStream(true).redirectOutput(laboratory.directory.resolve("starter.log").toFile()).start();
            Thread.sleep(milliseconds);
            starter.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            RunningMachine machine = hypervisor().start(launch(1));
            assertThat(QemuProcess.under(laboratory.settings.directory())).as("after %d ms", milliseconds).hasSize(1);
            assertThat(hypervisor().find(machineId)).contains(machine);
            hypervisor().stop(machineId, false);
        }
    }
}
