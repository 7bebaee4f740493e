package woad.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Action;
import woad.resources.provider.Convergence;
import woad.resources.provider.NameRule;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.View;

/** {@code Microsoft.Compute/virtualMachines}. Source: REST reference, "Virtual Machines". */
final class VirtualMachine implements ResourceType {
    static final String TYPE = "Microsoft.Compute/virtualMachines";
    private static final NameRule NAMES = new NameRule(Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9_])?"),
            "1 to 64 letters, digits, underscores, periods and hyphens; it starts with a letter or digit and does not end with a period or hyphen");
    private static final List<String> NOT_OFFERED = List.of("redeploy", "runCommand", "generalize", "capture", "assessPatches", "installPatches",
            "performMaintenance", "simulateEviction", "convertToManagedDisks", "migrateToVMScaleSet");

    private final MachineRules rules;
    private final MachineHosting hosting;
    private final MachineConvergence convergence;
    private final BootDiagnostics diagnostics;

    VirtualMachine(ComputeParts parts, Attachments attachments, BootDiagnostics diagnostics) {
        this.rules = new MachineRules(parts.profile(), parts.ids());
        this.hosting = new MachineHosting(parts, attachments);
        this.convergence = new MachineConvergence(parts, attachments);
        this.diagnostics = diagnostics;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2026-04-01", "2026-03-01", "2025-04-01", "2024-11-01", "2024-07-01", "2024-03-01", "2023-09-01", "2023-03-01", "2022-11-01",
                "2022-03-01", "2021-11-01", "2020-06-01", "2019-07-01", "2017-12-01");
    }

    @Override
    public NameRule nameRule() {
        return NAMES;
    }

    @Override
    public List<Action> actions() {
        List<Action> actions = new ArrayList<>(PowerActions.all());
        actions.add(DiskActions.attachDetach());
        actions.add(diagnostics.action());
        NOT_OFFERED.forEach(name -> actions.add(Action.answer(name, TYPE + "/" + name + "/action", (machine, request) -> {
            throw Refusal.notOffered(name, "The action '" + name + "' is not offered in this cloud.");
        })));
        return List.copyOf(actions);
    }

    @Override
    public Desired validate(PutRequest put) {
        return rules.settle(put);
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        hosting.store(handle, before, after);
        return after.desired();
    }

    @Override
    public void release(Handle handle, Resource machine) {
        convergence.release(handle, machine);
    }

    @Override
    public Convergence converge(Resource machine) {
        return convergence.converge(machine);
    }

    @Override
    public ObjectNode render(Resource machine, View view) {
        WantedMachine wanted = WantedMachine.of(machine);
        MachineProperties stored = wanted.properties();
        MachineProperties.Os os = stored.osProfile();
        MachineProperties shown = new MachineProperties(stored.hardwareProfile(), stored.storageProfile(),
                new MachineProperties.Os(os.computerName(), os.adminUsername(), null, null, os.linuxConfiguration(), os.allowExtensionOperations()),
                stored.networkProfile(), stored.diagnosticsProfile(), stored.securityProfile(), view.expands("userData") ? stored.userData() : null);
        ObjectNode node = Body.write(shown);
        ((ObjectNode) node.get("osProfile")).putArray("secrets");
        sizes((ObjectNode) node.get("storageProfile"), view);
        node.put("vmId", machine.uniqueId().toString()).put("timeCreated", machine.systemData().createdAt().toString());
        if (view.expands("instanceView")) {
            node.set("instanceView", InstanceView.of(machine));
        }
        return node;
    }

    /** Disks grow by themselves: their own size is the true one. */
    private static void sizes(ObjectNode storage, View view) {
        List<ObjectNode> disks = new ArrayList<>();
        disks.add((ObjectNode) storage.get("osDisk"));
        ((ArrayNode) storage.get("dataDisks")).forEach(disk -> disks.add((ObjectNode) disk));
        for (ObjectNode disk : disks) {
            ResourceId.tryParse(disk.path("managedDisk").path("id").asText()).flatMap(view.resources()::find)
                    .ifPresent(found -> disk.put("diskSizeGB", Disk.properties(found.desired()).diskSizeGB()));
        }
    }
}
