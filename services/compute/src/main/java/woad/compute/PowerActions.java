package woad.compute;

import java.util.List;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.provider.Action;

/**
 * The actions that change a machine's power. Source: REST reference, "Virtual Machines - Start, Power Off, Restart, Deallocate, Reapply".
 *
 * <pre>
 * action      running            guest shut itself down   stopped       deallocated
 * start       -                  boots                    boots         placed anew, boots
 * powerOff    stops              -                        -             -
 * restart     boots              boots                    refused       refused
 * deallocate  stops, leaves its host (all three)                        -
 * reapply     the host is told again what it has been told
 * </pre>
 */
final class PowerActions {
    private static final String PERMISSION = "Microsoft.Compute/virtualMachines/";

    private PowerActions() {}

    static List<Action> all() {
        return List.of(
                Action.change("start", PERMISSION + "start/action", (machine, request) -> start(machine)),
                Action.change("powerOff", PERMISSION + "powerOff/action", (machine, request) -> powerOff(machine, request)),
                Action.change("restart", PERMISSION + "restart/action", (machine, request) -> restart(machine)),
                Action.change("deallocate", PERMISSION + "deallocate/action", (machine, request) -> deallocate(machine, request)),
                Action.change("reapply", PERMISSION + "reapply/action", (machine, request) -> machine.desired()));
    }

    private static Desired start(Resource machine) {
        WantedMachine wanted = WantedMachine.of(machine);
        boolean runs = wanted.power() == WantedMachine.Power.RUNNING && machine.state() != Resource.State.FAILED && PowerState.of(machine) != PowerState.STOPPED;
        return runs ? machine.desired() : wanted.booted().in(machine.desired());
    }

    private static Desired powerOff(Resource machine, Action.Request request) {
        String skip = request.query().getOrDefault("skipshutdown", "false");
        if (!skip.equalsIgnoreCase("true") && !skip.equalsIgnoreCase("false")) {
            throw Refusal.parameter("skipShutdown", "The value '" + Refusal.printable(skip) + "' of parameter 'skipShutdown' is neither true nor false.");
        }
        WantedMachine wanted = WantedMachine.of(machine);
        return switch (wanted.power()) {
            case RUNNING -> wanted.with(WantedMachine.Power.STOPPED).in(machine.desired());
            case STOPPED, DEALLOCATED -> machine.desired();
        };
    }

    private static Desired restart(Resource machine) {
        WantedMachine wanted = WantedMachine.of(machine);
        return switch (wanted.power()) {
            case RUNNING -> wanted.booted().in(machine.desired());
            case STOPPED, DEALLOCATED -> throw Refusal.notAllowed("The VM '" + machine.id().name() + "' cannot be restarted, since it is "
                    + (wanted.power() == WantedMachine.Power.STOPPED ? "stopped" : "deallocated") + ". Start it with 'az vm start'.");
        };
    }

    private static Desired deallocate(Resource machine, Action.Request request) {
        if (request.query().getOrDefault("hibernate", "false").equalsIgnoreCase("true")) {
            throw Refusal.notOffered("hibernate", "Hibernation is not offered in this cloud.");
        }
        return WantedMachine.of(machine).with(WantedMachine.Power.DEALLOCATED).in(machine.desired());
    }
}
