package woad.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import woad.fleet.spec.HostReport;
import woad.platform.core.Json;
import woad.resources.Resource;

/**
 * What was last seen of a machine.
 *
 * @param power     {@code RUNNING}, {@code STOPPED} or {@code DEALLOCATED}; null before anything was seen
 * @param bootEpoch with which the guest was last started
 * @param since     when this was first seen
 */
record MachineObservation(WantedMachine.Power power, long bootEpoch, Instant since) {
    private static final MachineObservation NONE = new MachineObservation(null, 0, null);

    static MachineObservation of(Resource machine) {
        return machine.observed().isEmpty() ? NONE : Json.MAPPER.convertValue(machine.observed(), MachineObservation.class);
    }

    /**
     * A host says "ready" of a machine that is to run also when its guest has shut itself down: then the start that was asked for is
     * done, even where the host has forgotten which one it was.
     */
    static MachineObservation of(HostReport.MachineReport report, WantedMachine wanted, Resource machine, Instant now) {
        WantedMachine.Power power = switch (report.running()) {
            case RUNNING -> WantedMachine.Power.RUNNING;
            case STOPPED -> WantedMachine.Power.STOPPED;
        };
        boolean ended = wanted.power() == WantedMachine.Power.RUNNING && report.state() == HostReport.State.READY;
        return since(machine, power, ended ? Math.max(report.bootEpoch(), wanted.bootEpoch()) : report.bootEpoch(), now);
    }

    static MachineObservation deallocated(Resource machine, Instant now) {
        return since(machine, WantedMachine.Power.DEALLOCATED, of(machine).bootEpoch(), now);
    }

    private static MachineObservation since(Resource machine, WantedMachine.Power power, long bootEpoch, Instant now) {
        MachineObservation last = of(machine);
        boolean same = last.power() == power && last.bootEpoch() == bootEpoch;
        return new MachineObservation(power, bootEpoch, same ? last.since() : now);
    }

    ObjectNode json() {
        return Json.MAPPER.valueToTree(this);
    }
}
