package woad.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.fleet.Item;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Convergence;

/**
 * Follows what the host makes of a machine, and gives back what it no longer needs. Looks when the host's report of the machine
 * changes.
 *
 * <pre>
 * wanted       the host reports                          then
 * RUNNING      ready, of this generation                 done: runs, or its guest has shut itself down
 * STOPPED      ready, of this generation, stopped        done; keeps its room
 * DEALLOCATED  ready, of this generation, stopped        taken off the host
 *              nothing left of it                        done; room and ports given back
 * any          failed, of this generation                failed, with the host's words
 * (deleted)    nothing left of it                        interfaces, disks, room given back; gone
 * </pre>
 *
 * Locks are taken in one order: rows of resources, then those of services, then hosts. The machine's own row is locked first, so that no
 * action comes between looking at what is wanted and acting on it.
 */
final class MachineConvergence {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ComputeParts parts;
    private final Attachments attachments;

    MachineConvergence(ComputeParts parts, Attachments attachments) {
        this.parts = parts;
        this.attachments = attachments;
    }

    /** Has the host take the machine away, in the transaction that marks it for deletion. */
    void release(Handle handle, Resource machine) {
        String id = machine.uniqueId().toString();
        parts.fleet().hosts(handle, Item.Kind.MACHINE, id).forEach(host -> parts.fleet().removeItem(handle, host, Item.Kind.MACHINE, id));
    }

    Convergence converge(Resource machine) {
        return parts.database().transaction(handle -> {
            Optional<Resource> now = parts.resources().find(handle, machine.id(), true);
            if (now.isEmpty() || now.get().generation() != machine.generation()) {
                return working(machine);
            }
            if (machine.state() == Resource.State.DELETING) {
                return delete(handle, machine);
            }
            WantedMachine wanted = WantedMachine.of(machine);
            return switch (wanted.power()) {
                case RUNNING, STOPPED -> follow(handle, machine, wanted);
                case DEALLOCATED -> deallocate(handle, machine, wanted);
            };
        });
    }

    private Convergence follow(Handle handle, Resource machine, WantedMachine wanted) {
        Optional<HostReport.MachineReport> report = report(handle, machine);
        if (report.isEmpty()) {
            return working(machine);
        }
        MachineObservation observed = MachineObservation.of(report.get(), wanted, machine, parts.clock().instant());
        return switch (report.get().state()) {
            case WORKING -> working(machine);
            case FAILED -> new Convergence.Failed(observed.json(), "VMStartFailed", "The virtual machine '" + machine.id().name() + "' could not be "
                    + (wanted.power() == WantedMachine.Power.RUNNING ? "started" : "stopped") + ": " + report.get().message());
            case READY -> {
                boolean there = wanted.power() == WantedMachine.Power.RUNNING || report.get().running() == HostReport.Running.STOPPED;
                yield there ? new Convergence.Ready(observed.json()) : working(machine);
            }
        };
    }

    private Convergence deallocate(Handle handle, Resource machine, WantedMachine wanted) {
        String id = machine.uniqueId().toString();
        Optional<HostId> host = parts.placement().reserved(handle, id);
        if (host.isPresent() && parts.fleet().exists(handle, host.get(), Item.Kind.MACHINE, id)) {
            Convergence stopped = follow(handle, machine, wanted);
            if (!(stopped instanceof Convergence.Ready)) {
                return stopped;
            }
            parts.fleet().removeItem(handle, host.get(), Item.Kind.MACHINE, id);
            if (parts.fleet().exists(handle, host.get(), Item.Kind.MACHINE, id)) {
                return working(machine);
            }
        }
        parts.ports().unplace(handle, machine.uniqueId());
        parts.placement().release(handle, id);
        return new Convergence.Ready(MachineObservation.deallocated(machine, parts.clock().instant()).json());
    }

    private Convergence delete(Handle handle, Resource machine) {
        String id = machine.uniqueId().toString();
        if (!parts.fleet().hosts(handle, Item.Kind.MACHINE, id).isEmpty()) {
            return working(machine);
        }
        List<ResourceId> along = takenAlong(WantedMachine.of(machine).properties());
        along.forEach(resource -> parts.resources().find(handle, resource, true));
        parts.ports().release(handle, machine.uniqueId());
        attachments.detachAll(handle, machine.uniqueId());
        parts.placement().release(handle, id);
        parts.serialLogs().delete(handle, id);
        along.forEach(resource -> parts.resources().delete(handle, resource));
        return new Convergence.Gone();
    }

    /** What is deleted with the machine, in the order in which rows are locked. */
    private static List<ResourceId> takenAlong(MachineProperties properties) {
        List<ResourceId> along = new ArrayList<>();
        MachineProperties.OsDisk osDisk = properties.storageProfile().osDisk();
        add(along, osDisk.deleteOption(), osDisk.managedDisk().id());
        properties.storageProfile().dataDisks().forEach(disk -> add(along, disk.deleteOption(), disk.managedDisk().id()));
        properties.networkProfile().networkInterfaces().forEach(one -> add(along, one.properties().deleteOption(), one.id()));
        along.sort(Comparator.comparing(ResourceId::key));
        return along;
    }

    private static void add(List<ResourceId> along, MachineProperties.DeleteOption option, String resource) {
        if (option == MachineProperties.DeleteOption.DELETE) {
            along.add(ResourceId.parse(resource, "deleteOption"));
        }
    }

    /** What the host reports of this generation of the machine. */
    private Optional<HostReport.MachineReport> report(Handle handle, Resource machine) {
        String id = machine.uniqueId().toString();
        return parts.placement().reserved(handle, id).flatMap(host -> parts.fleet().machine(handle, host, id))
                .filter(report -> report.generation() >= machine.generation());
    }

    private static Convergence working(Resource machine) {
        ObjectNode observed = machine.observed();
        return new Convergence.Working(observed, LOOK_AGAIN);
    }
}
