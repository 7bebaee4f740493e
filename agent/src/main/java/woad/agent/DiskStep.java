package woad.agent;

import java.time.Duration;
import java.util.Base64;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostReport.DiskReport;
import woad.fleet.spec.HostReport.State;
import woad.fleet.spi.DiskStore;
import woad.fleet.spi.EngineException;

/** Makes one disk, grows it, and removes it once it is neither wanted nor used by a machine that is still to be removed. */
final class DiskStep implements Worker.Step {
    private final String id;
    private final HostState state;
    private final DiskStore store;
    private final Convergence convergence;
    private DiskSpec made;

    DiskStep(String id, HostState state, DiskStore store, Convergence convergence) {
        this.id = id;
        this.state = state;
        this.store = store;
        this.convergence = convergence;
    }

    @Override
    public Duration run() {
        DiskSpec spec = state.desiredDisk(id).orElse(null);
        if (spec == null) {
            return remove();
        }
        if (!spec.equals(made)) {
            String key = state.diskKey(id).orElseThrow(() -> new EngineException("the host has no key for the disk"));
            state.disk(new DiskReport(id, spec.generation(), State.WORKING, null));
            state.standingDisks().put(id, store.ensure(spec, Base64.getDecoder().decode(key)));
            made = spec;
        }
        state.disk(new DiskReport(id, spec.generation(), State.READY, null));
        convergence.diskStands(id);
        return null;
    }

    private Duration remove() {
        made = null;
        state.standingDisks().remove(id);
        if (convergence.undesiredMachines()) {
            return null;
        }
        store.delete(id);
        state.diskGone(id);
        convergence.diskGone(id);
        return null;
    }

    @Override
    public void failed(String message) {
        long generation = state.desiredDisk(id).map(DiskSpec::generation).orElse(0L);
        state.disk(new DiskReport(id, generation, State.FAILED, message));
        convergence.diskStands(id);
    }
}
