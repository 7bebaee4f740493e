package woad.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import woad.platform.core.Json;
import woad.resources.Resource;

/** A machine as it is at run time. Source: REST reference, "Virtual Machines - Instance View". */
final class InstanceView {
    private InstanceView() {}

    static ObjectNode of(Resource machine) {
        WantedMachine wanted = WantedMachine.of(machine);
        MachineProperties properties = wanted.properties();
        ObjectNode view = Json.object().put("computerName", properties.osProfile().computerName()).put("osName", wanted.image().reference().offer())
                .put("osVersion", wanted.image().reference().sku()).put("hyperVGeneration", "V2");
        ArrayNode disks = view.putArray("disks");
        Stream.concat(Stream.of(properties.storageProfile().osDisk().name()), properties.storageProfile().dataDisks().stream().map(MachineProperties.DataDisk::name))
                .forEach(name -> status(disks.addObject().put("name", name).putArray("statuses"), "ProvisioningState/succeeded", "Info",
                        "Provisioning succeeded", null, machine.systemData().changedAt()));
        if (properties.diagnosticsProfile().bootDiagnostics().enabled()) {
            view.putObject("bootDiagnostics");
        }
        ArrayNode statuses = view.putArray("statuses");
        provisioning(statuses, machine);
        PowerState power = PowerState.of(machine);
        status(statuses, power.code(), "Info", power.displayStatus(), null, null);
        return view;
    }

    private static void provisioning(ArrayNode statuses, Resource machine) {
        String state = machine.state().text();
        Instant time = machine.systemData().changedAt();
        if (machine.state() == Resource.State.FAILED && machine.failure() != null) {
            status(statuses, "ProvisioningState/failed/" + machine.failure().path("code").asText(), "Error", "Provisioning failed",
                    machine.failure().path("message").asText(), time);
        } else {
            boolean done = machine.state() == Resource.State.SUCCEEDED;
            status(statuses, "ProvisioningState/" + state.toLowerCase(Locale.ROOT), "Info", done ? "Provisioning succeeded" : state, null, time);
        }
    }

    private static void status(ArrayNode statuses, String code, String level, String display, String message, Instant time) {
        ObjectNode status = statuses.addObject().put("code", code).put("level", level).put("displayStatus", display);
        if (message != null) {
            status.put("message", message);
        }
        if (time != null) {
            status.put("time", time.toString());
        }
    }
}
