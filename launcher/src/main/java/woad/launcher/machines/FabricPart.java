package woad.launcher.machines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import woad.engines.linuxnet.Underlay;
import woad.engines.qemu.AcceleratorTrial;
import woad.engines.qemu.GuestImages;
import woad.engines.qemu.Qemu;
import woad.engines.qemu.QemuSettings;
import woad.fleet.spi.EngineException;
import woad.fleet.spi.Hypervisor;
import woad.launcher.Failure;
import woad.launcher.Progress;
import woad.launcher.cloud.Part;

/** The hosts themselves: their network namespaces and what joins them. Stopping them stops their guests. */
public record FabricPart(Fleet fleet) implements Part {

    @Override
    public String name() {
        return "hosts";
    }

    @Override
    public String title() {
        return "hosts' networks";
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public Status status() throws IOException {
        boolean all = Stream.concat(LocalHost.ALL.stream().map(h -> fleet.plan().namespace(h.id())), Stream.of("woad-" + fleet.data().instance()))
                .allMatch(n -> Files.exists(Path.of("/run/netns", n)));
        return new Status(name(), all ? State.RUNNING : State.STOPPED, all ? fleet.plan().underlay().toString() : "", 0, 0);
    }

    @Override
    public void start(Progress progress) throws IOException {
        Progress.Step step = progress.begin(title());
        fleet.prepare();
        try {
            new Underlay(fleet.plan()).ensure();
        } catch (EngineException e) {
            throw new Failure("the hosts' networks cannot be made: " + e.getMessage(), "run ./woad doctor", e);
        }
        step.done(fleet.plan().underlay() + ", public addresses " + fleet.settings().publicAddressPool());
    }

    @Override
    public void stop(Progress progress) throws IOException {
        Progress.Step step = progress.begin("stop machines and networks");
        Images.stop(fleet);
        int guests = stopGuests();
        new Underlay(fleet.plan()).remove();
        fleet.forgetSecrets();
        step.done(guests == 0 ? "" : guests + " machines");
    }

    /** Asks all guests at once to shut down. Their agents are gone by now, and start them again when they come back. */
    private int stopGuests() throws IOException {
        List<Thread> stopping = new ArrayList<>();
        for (LocalHost host : LocalHost.ALL) {
            if (!Files.isDirectory(fleet.state(host).resolve("machines"))) {
                continue;
            }
            Qemu machines = new Qemu(QemuSettings.of(fleet.state(host).resolve("machines"), fleet.secrets(host).resolve("machines")),
                    new AcceleratorTrial(new GuestImages(Fleet.IMAGES), Fleet.IMAGES.resolve("accelerator")));
            for (Hypervisor.RunningMachine machine : machines.running()) {
                stopping.add(Thread.ofVirtual().start(() -> machines.stop(machine.machineId(), true)));
            }
        }
        for (Thread one : stopping) {
            try {
                one.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure("interrupted", "run the command again");
            }
        }
        return stopping.size();
    }

    @Override
    public List<Path> logs() {
        return List.of();
    }
}
