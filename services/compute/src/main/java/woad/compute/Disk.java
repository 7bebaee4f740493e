package woad.compute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import woad.fleet.Item;
import woad.fleet.Placement;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.fleet.spec.ImageReference;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Convergence;
import woad.resources.provider.NameRule;
import woad.resources.provider.PutRequest;
import woad.resources.provider.ResourceType;
import woad.resources.provider.Resources;
import woad.resources.provider.View;

/**
 * {@code Microsoft.Compute/disks}. A disk takes room on a host when it is first attached to a machine that runs, and stays on that
 * host: machines go where their disks are. It is encrypted with a key of its own, which is destroyed with it.
 */
final class Disk implements ResourceType {
    static final String TYPE = "Microsoft.Compute/disks";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ComputeParts parts;
    private final Attachments attachments;
    private final DiskSettling settling;

    Disk(ComputeParts parts, Attachments attachments) {
        this.parts = parts;
        this.attachments = attachments;
        this.settling = new DiskSettling(parts.profile());
    }

    static DiskProperties properties(Desired desired) {
        try {
            return Json.MAPPER.treeToValue(desired.properties(), DiskProperties.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the stored properties of a disk cannot be read", e);
        }
    }

    static DiskSku sku(Desired desired) {
        return Json.MAPPER.convertValue(desired.envelope().path("sku").path("name"), DiskSku.class);
    }

    /** What the host is told of a disk. */
    static Item.Disk item(Resource disk) {
        DiskProperties properties = properties(disk.desired());
        ImageReference image = Optional.ofNullable(properties.creationData().imageReference())
                .map(version -> DiskSettling.image(version.id()).reference()).orElse(null);
        return new Item.Disk(new DiskSpec(disk.uniqueId().toString(), disk.generation(), (long) properties.diskSizeGB() << 30, image), disk.tenant());
    }

    static Item.Owner owner(ResourceId id) {
        return new Item.Owner(Resources.QUEUE, id.key());
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public List<String> apiVersions() {
        return List.of("2025-01-02", "2024-03-02", "2023-10-02", "2023-04-02", "2022-07-02", "2021-04-01", "2020-06-30", "2019-07-01");
    }

    @Override
    public NameRule nameRule() {
        return DiskRules.NAMES;
    }

    @Override
    public Desired validate(PutRequest put) {
        return settling.settle(put);
    }

    @Override
    public Desired store(Handle handle, Resource before, Resource after) {
        String id = after.uniqueId().toString();
        if (before == null) {
            parts.keys().createResourceKey(handle, after.tenant(), id);
            return after.desired();
        }
        int size = properties(after.desired()).diskSizeGB();
        Optional<HostId> host = parts.placement().reserved(handle, id);
        if (host.isPresent()) {
            if (size > properties(before.desired()).diskSizeGB()) {
                attachments.find(handle, after.uniqueId()).ifPresent(attachment -> refuseWhileRunning(handle, attachment, after));
            }
            parts.placement().reserve(handle, new Placement.Request(id, after.desired().location(), null, host.get(), Placement.Demand.disk(size)));
            parts.fleet().putItem(handle, host.get(), item(after), owner(after.id()));
        }
        return after.desired();
    }

    private void refuseWhileRunning(Handle handle, Attachments.Attachment attachment, Resource disk) {
        Optional<Resource> machine = parts.resources().find(handle, ResourceId.parse(attachment.machineId(), "managedBy"), true);
        if (machine.isPresent() && !PowerState.of(machine.get()).isOff()) {
            throw Refusal.notAllowed("Cannot resize disk '" + disk.id().name() + "' while it is attached to running VM '" + attachment.machineId()
                    + "'. Stop or deallocate the VM and retry.");
        }
    }

    @Override
    public void release(Handle handle, Resource disk) {
        attachments.find(handle, disk.uniqueId()).ifPresent(attachment -> {
            throw new CloudException(ComputeError.OPERATION_NOT_ALLOWED, "Disk '" + disk.id().name() + "' is attached to VM '" + attachment.machineId()
                    + "'. Detach it or delete the virtual machine first.", disk.id().toString(), List.of());
        });
        String id = disk.uniqueId().toString();
        parts.fleet().hosts(handle, Item.Kind.DISK, id).forEach(host -> parts.fleet().removeItem(handle, host, Item.Kind.DISK, id));
    }

    @Override
    public Convergence converge(Resource disk) {
        String id = disk.uniqueId().toString();
        return parts.database().transaction(handle -> {
            List<HostId> hosts = parts.fleet().hosts(handle, Item.Kind.DISK, id);
            if (disk.state() == Resource.State.DELETING) {
                if (!hosts.isEmpty()) {
                    return new Convergence.Working(disk.observed(), LOOK_AGAIN);
                }
                parts.placement().release(handle, id);
                parts.keys().destroy(handle, disk.tenant(), id);
                return new Convergence.Gone();
            }
            return hosts.isEmpty() ? new Convergence.Ready(Json.object()) : onHost(handle, disk, hosts.getFirst());
        });
    }

    private Convergence onHost(Handle handle, Resource disk, HostId host) {
        Optional<HostReport.DiskReport> report = parts.fleet().disk(handle, host, disk.uniqueId().toString());
        if (report.isEmpty() || report.get().generation() < disk.generation()) {
            return new Convergence.Working(disk.observed(), LOOK_AGAIN);
        }
        return switch (report.get().state()) {
            case READY -> new Convergence.Ready(Json.object());
            case WORKING -> new Convergence.Working(disk.observed(), LOOK_AGAIN);
            case FAILED -> new Convergence.Failed(Json.object(), "DiskPreparationError", report.get().message());
        };
    }

    @Override
    public ObjectNode render(Resource disk, View view) {
        DiskProperties properties = properties(disk.desired());
        ObjectNode node = Body.write(properties);
        node.put("diskSizeBytes", (long) properties.diskSizeGB() << 30).put("uniqueId", disk.uniqueId().toString())
                .put("timeCreated", disk.systemData().createdAt().toString()).put("diskState", diskState(disk));
        return node;
    }

    private String diskState(Resource disk) {
        Optional<Attachments.Attachment> attachment = attachment(disk);
        Optional<Resource> machine = attachment.flatMap(a -> parts.resources().find(a.machine()));
        if (attachment.isEmpty()) {
            return "Unattached";
        }
        return machine.isPresent() && WantedMachine.of(machine.get()).power() == WantedMachine.Power.DEALLOCATED ? "Reserved" : "Attached";
    }

    private Optional<Attachments.Attachment> attachment(Resource disk) {
        return parts.database().with(handle -> attachments.find(handle, disk.uniqueId()));
    }

    @Override
    public ObjectNode topLevel(Resource disk, View view) {
        ObjectNode top = Json.object();
        attachment(disk).ifPresent(attachment -> top.put("managedBy", attachment.machineId()));
        JsonNode sku = disk.desired().envelope().get("sku");
        top.putObject("sku").put("name", sku.path("name").asText()).put("tier", sku(disk.desired()).tier());
        return top;
    }
}
