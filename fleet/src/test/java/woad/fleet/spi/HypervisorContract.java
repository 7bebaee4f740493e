package woad.fleet.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.ImageReference;
import woad.fleet.spi.Hypervisor.AttachedDisk;
import woad.fleet.spi.Hypervisor.AttachedPort;
import woad.fleet.spi.Hypervisor.Launch;
import woad.fleet.spi.Hypervisor.RunningMachine;

/** What every {@link Hypervisor} does, shown with guests that really boot. */
public abstract class HypervisorContract {

    protected static final Duration BOOT = Duration.ofMinutes(3);

    protected final String machineId = UUID.nameUUIDFromBytes(("machine" + System.nanoTime()).getBytes(StandardCharsets.US_ASCII)).toString();

    /** A new instance over the same machines each time, as a restarted agent has. */
    protected abstract Hypervisor hypervisor();

    protected abstract DiskStore disks();

    /** An image whose guest boots fast, answers SSH, and shuts down when asked. */
    protected abstract ImageReference image();

    /** A network interface by which the guest gets an address. */
    protected abstract AttachedPort port();

    /** What the guest behind {@link #port} says first on TCP port 22; empty while it says nothing. */
    protected abstract String sshBanner();

    /** Has the guest, which answers SSH, shut down as though somebody in it had asked; not by {@link Hypervisor#stop}. */
    protected abstract void shutDownInside() throws InterruptedException;

    @AfterEach
    void removeMachine() {
        hypervisor().stop(machineId, false);
        hypervisor().forget(machineId);
    }

    @Test
    void aMachineBootsIsAdoptedAndShutsDownWhenAsked() throws Exception {
        Launch launch = launch(3);
        RunningMachine started = hypervisor().start(launch);
        assertThat(started.machineId()).isEqualTo(machineId);
        assertThat(started.bootEpoch()).isEqualTo(3);

        assertThat(hypervisor().find(machineId)).contains(started);
        assertThat(hypervisor().running()).contains(started);
        assertThat(hypervisor().start(launch)).as("starting again changes nothing").isEqualTo(started);
        assertThatThrownBy(() -> hypervisor().forget(machineId)).isInstanceOf(EngineException.class);

        awaitSsh();
        assertThat(Files.readString(hypervisor().serialLog(machineId))).contains("contract");

        long asked = System.nanoTime();
        hypervisor().stop(machineId, true);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).as("the guest heeds the power button").isLessThan(Duration.ofSeconds(29));
        assertThat(hypervisor().find(machineId)).isEmpty();
        assertThat(hypervisor().known()).contains(machineId);
        hypervisor().forget(machineId);
        assertThat(hypervisor().known()).doesNotContain(machineId);
        assertThat(hypervisor().serialLog(machineId)).doesNotExist();
    }

    @Test
    void aKilledMachineIsSeenToBeGoneAndStartsAnew() throws Exception {
        RunningMachine first = hypervisor().start(launch(1));
        ProcessHandle process = ProcessHandle.of(first.processId()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
        assertThat(hypervisor().find(machineId)).isEmpty();
        assertThat(hypervisor().shutDownEpoch(machineId)).isEmpty();
        assertThat(hypervisor().start(launch(2)).bootEpoch()).isEqualTo(2);
    }

    @Test
    void aGuestThatShutsDownByItselfIsToldFromOneThatWasStopped() throws Exception {
        assertThat(hypervisor().shutDownEpoch(machineId)).as("it never ran").isEmpty();
        RunningMachine first = hypervisor().start(launch(4));
        awaitSsh();
        assertThat(hypervisor().shutDownEpoch(machineId)).as("it runs").isEmpty();
        shutDownInside();
        for (int i = 0; i < 600 && hypervisor().find(machineId).isPresent(); i++) {
            Thread.sleep(50);
        }
        assertThat(ProcessHandle.of(first.processId())).isEmpty();
        assertThat(hypervisor().shutDownEpoch(machineId)).hasValue(4);
        hypervisor().start(launch(5));
        assertThat(hypervisor().shutDownEpoch(machineId)).as("it runs again").isEmpty();
        hypervisor().stop(machineId, false);
        Thread.sleep(200);
        assertThat(hypervisor().shutDownEpoch(machineId)).as("it was stopped").isEmpty();
    }

    @Test
    void theWrongKeyIsRefusedAndNothingRuns() {
        Launch right = launch(1);
        AttachedDisk disk = right.disks().getFirst();
        Launch wrong = new Launch(machineId, 1, 1, 128, List.of(new AttachedDisk(disk.disk(), -1, key(99))), right.ports(), right.guest());
        assertThatThrownBy(() -> hypervisor().start(wrong)).isInstanceOf(EngineException.class);
        assertThat(hypervisor().find(machineId)).isEmpty();
        assertThat(hypervisor().running()).isEmpty();
    }

    @Test
    void stoppingWhatDoesNotRunIsFine() {
        hypervisor().stop(machineId, true);
        hypervisor().forget(machineId);
        assertThat(hypervisor().known()).doesNotContain(machineId);
    }

    protected void awaitSsh() throws InterruptedException {
        long deadline = System.nanoTime() + BOOT.toNanos();
        while (!sshBanner().startsWith("SSH-2.0")) {
            assertThat(System.nanoTime()).as("the guest answers SSH in time").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    /** The machine with an OS disk of its image, started for the nth time. */
    protected Launch launch(long bootEpoch) {
        DiskStore.Disk disk = disks().ensure(new DiskSpec(machineId, 1, 4L << 30, image()), key(1));
        return new Launch(machineId, bootEpoch, 1, 128, List.of(new AttachedDisk(disk, -1, key(1))), List.of(port()), guest(List.of(), null));
    }

    protected GuestSpec guest(List<GuestSpec.SshPublicKey> keys, String customData) {
        return new GuestSpec("contract", "tester", keys, customData, "tenant", "subscription", "group", "/machine", "contract", "francecentral",
                "1", "Standard_B1s", image(), Map.of(), "cloud.test", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
    }

    protected static byte[] key(int number) {
        byte[] key = new byte[32];
        new Random(number).nextBytes(key);
        return key;
    }

    protected String serialLog() throws IOException {
        return Files.readString(hypervisor().serialLog(machineId));
    }
}
