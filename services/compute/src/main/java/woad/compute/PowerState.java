package woad.compute;

import java.util.Locale;
import woad.resources.Resource;

/**
 * Power as clients see it: what is wanted against what was seen. Source: Azure, "States and billing status of Azure Virtual Machines".
 */
enum PowerState {
    STARTING, RUNNING, STOPPING, STOPPED, DEALLOCATING, DEALLOCATED;

    static PowerState of(Resource machine) {
        WantedMachine wanted = WantedMachine.of(machine);
        MachineObservation seen = MachineObservation.of(machine);
        if (machine.state() == Resource.State.DELETING) {
            return seen.power() == WantedMachine.Power.DEALLOCATED ? DEALLOCATED : STOPPING;
        }
        return switch (wanted.power()) {
            case RUNNING -> seen.power() == null || seen.power() == WantedMachine.Power.DEALLOCATED || seen.bootEpoch() < wanted.bootEpoch() ? STARTING
                    : seen.power() == WantedMachine.Power.RUNNING ? RUNNING : STOPPED;
            case STOPPED -> seen.power() == WantedMachine.Power.STOPPED ? STOPPED : STOPPING;
            case DEALLOCATED -> seen.power() == WantedMachine.Power.DEALLOCATED ? DEALLOCATED : DEALLOCATING;
        };
    }

    /** Whether no guest runs, nor is one about to. */
    boolean isOff() {
        return this == STOPPED || this == DEALLOCATED;
    }

    /** {@code PowerState/running}. */
    String code() {
        return "PowerState/" + name().toLowerCase(Locale.ROOT);
    }

    /** {@code VM running}. */
    String displayStatus() {
        return "VM " + name().toLowerCase(Locale.ROOT);
    }
}
