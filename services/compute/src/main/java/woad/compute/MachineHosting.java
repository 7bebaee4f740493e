package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import woad.fleet.Item;
import woad.fleet.NetworkPorts;
import woad.fleet.Placement;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.HostId;
import woad.fleet.spec.MachineSpec;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Resources;

/**
 * Gives a machine what it needs, in the transaction that stores it: its interfaces, its disks, room on a host, and the host's
 * order to run it. Everything here can be repeated.
 */
final class MachineHosting {
    private final ComputeParts parts;
    private final Attachments attachments;

    MachineHosting(ComputeParts parts, Attachments attachments) {
        this.parts = parts;
        this.attachments = attachments;
    }

    /** @param before null for a new machine */
    void store(Handle handle, Resource before, Resource after) {
        WantedMachine wanted = WantedMachine.of(after);
        if (before != null) {
            parts.resources().find(handle, after.id(), true);
        }
        claim(handle, after, wanted);
        List<Disked> disks = disks(handle, before, after, wanted);
        switch (wanted.power()) {
            case RUNNING, STOPPED -> place(handle, after, wanted, disks);
            case DEALLOCATED -> parts.placement().reserved(handle, after.uniqueId().toString())
                    .ifPresent(host -> order(handle, after, wanted, disks, host));
        }
    }

    /** A disk of the machine and where it is plugged in. */
    private record Disked(Resource disk, int lun) {}

    private void claim(Handle handle, Resource machine, WantedMachine wanted) {
        MachineProperties properties = wanted.properties();
        List<MachineProperties.Interface> interfaces = new ArrayList<>(properties.networkProfile().networkInterfaces());
        interfaces.sort(java.util.Comparator.comparing(one -> !one.properties().primary()));
        parts.ports().claim(handle, new NetworkPorts.Machine(machine.uniqueId(), machine.id().toString(), properties.osProfile().computerName(),
                machine.tenant(), machine.desired().location()), interfaces.stream().map(MachineProperties.Interface::id).toList());
    }

    private List<Disked> disks(Handle handle, Resource before, Resource machine, WantedMachine wanted) {
        MachineProperties.Storage storage = wanted.properties().storageProfile();
        List<Disked> disks = new ArrayList<>();
        Set<UUID> kept = new HashSet<>();
        List<Attachments.Attachment> attached = attachments.of(handle, machine.uniqueId());
        disks.add(new Disked(osDisk(handle, machine, wanted, before == null), -1));
        for (MachineProperties.DataDisk one : storage.dataDisks()) {
            boolean known = before != null && WantedMachine.of(before).properties().storageProfile().dataDisks().stream()
                    .anyMatch(other -> other.managedDisk().id().equalsIgnoreCase(one.managedDisk().id()));
            disks.add(new Disked(dataDisk(handle, machine, one, known), one.lun()));
        }
        disks.forEach(disked -> kept.add(disked.disk().uniqueId()));
        List<Attachments.Attachment> dropped = attached.stream().filter(attachment -> !kept.contains(attachment.disk())).toList();
        boolean changed = before != null && (!dropped.isEmpty() || attached.size() < disks.size());
        if (changed && !PowerState.of(before).isOff()) {
            throw Refusal.notAllowed("Disks of the running VM '" + machine.id().name() + "' cannot be attached or detached in this cloud. Stop it with 'az vm stop'"
                    + " or deallocate it, then retry.");
        }
        dropped.forEach(attachment -> attachments.detach(handle, attachment.disk()));
        for (Disked disked : disks) {
            if (!attachments.attach(handle, new Attachments.Attachment(disked.disk().uniqueId(), machine.uniqueId(), machine.id().toString(), disked.lun()))) {
                throw new CloudException(ComputeError.CONFLICTING_USER_INPUT, "Disk '" + disked.disk().id() + "' cannot be attached as it is already attached to"
                        + " another VM. Detach it there first.", "storageProfile.dataDisks", List.of());
            }
        }
        return disks;
    }

    private Resource osDisk(Handle handle, Resource machine, WantedMachine wanted, boolean isNew) {
        MachineProperties.OsDisk disk = wanted.properties().storageProfile().osDisk();
        if (!isNew) {
            return found(handle, disk.managedDisk().id());
        }
        PlatformImage image = wanted.image();
        String imageId = ImageEndpoints.id(machine.id().subscription().toString(), machine.desired().location(), image);
        return made(handle, machine, disk.managedDisk(), DiskSettling.made(image, imageId, disk.diskSizeGB()));
    }

    private Resource dataDisk(Handle handle, Resource machine, MachineProperties.DataDisk disk, boolean known) {
        if (known || disk.createOption() == MachineProperties.CreateOption.ATTACH) {
            return found(handle, disk.managedDisk().id());
        }
        return made(handle, machine, disk.managedDisk(), DiskSettling.made(null, null, disk.diskSizeGB()));
    }

    private Resource found(Handle handle, String diskId) {
        ResourceId id = ResourceId.parse(diskId, "storageProfile");
        return parts.resources().find(handle, id, true).filter(disk -> disk.state() != Resource.State.DELETING)
                .orElseThrow(() -> Refusal.reference("storageProfile", "The disk '" + id + "' does not exist any more."));
    }

    private Resource made(Handle handle, Resource machine, MachineProperties.ManagedDisk managed, DiskProperties properties) {
        ObjectNode envelope = Json.object();
        envelope.putObject("sku").put("name", managed.storageAccountType().text());
        JsonNode zones = machine.desired().envelope().get("zones");
        if (zones != null) {
            envelope.set("zones", zones);
        }
        Resource disk = parts.resources().create(handle, machine, ResourceId.parse(managed.id(), "storageProfile"),
                new Desired(machine.desired().location(), machine.desired().tags(), envelope, Body.write(properties)));
        parts.keys().createResourceKey(handle, disk.tenant(), disk.uniqueId().toString());
        return disk;
    }

    private void place(Handle handle, Resource machine, WantedMachine wanted, List<Disked> disks) {
        String location = machine.desired().location();
        String zone = Envelopes.zone(machine.desired().envelope());
        HostId pinned = whereDisksAre(handle, disks);
        HostId host = parts.placement().reserve(handle, new Placement.Request(machine.uniqueId().toString(), location, zone, pinned,
                Placement.Demand.machine(wanted.size().vcpus(), memoryMib(machine, wanted))));
        for (Disked disked : disks) {
            Item.Disk item = Disk.item(disked.disk());
            parts.placement().reserve(handle, new Placement.Request(item.id(), location, null, host, Placement.Demand.disk(item.spec().sizeBytes() >> 30)));
            parts.fleet().putItem(handle, host, item, Disk.owner(disked.disk().id()));
        }
        order(handle, machine, wanted, disks, host);
    }

    private HostId whereDisksAre(Handle handle, List<Disked> disks) {
        Map<HostId, String> hosts = new HashMap<>();
        for (Disked disked : disks) {
            Optional<HostId> host = parts.placement().reserved(handle, disked.disk().uniqueId().toString());
            host.ifPresent(one -> hosts.putIfAbsent(one, disked.disk().id().name()));
        }
        if (hosts.size() > 1) {
            throw new CloudException(ComputeError.ALLOCATION_FAILED, "Allocation failed. The disks " + hosts.values().stream().sorted().toList()
                    + " are on different hosts, so that no host can run a machine with all of them. Detach all but those of one host.");
        }
        return hosts.keySet().stream().findFirst().orElse(null);
    }

    private void order(Handle handle, Resource machine, WantedMachine wanted, List<Disked> disks, HostId host) {
        List<String> ports = parts.ports().place(handle, machine.uniqueId(), host);
        List<MachineSpec.DataDisk> data = disks.stream().filter(disked -> disked.lun() >= 0)
                .map(disked -> new MachineSpec.DataDisk(disked.lun(), disked.disk().uniqueId().toString())).toList();
        boolean on = wanted.power() == WantedMachine.Power.RUNNING;
        MachineSpec spec = new MachineSpec(machine.uniqueId().toString(), machine.generation(), on ? MachineSpec.Power.RUNNING : MachineSpec.Power.OFF,
                wanted.bootEpoch(), wanted.size().vcpus(), memoryMib(machine, wanted), disks.getFirst().disk().uniqueId().toString(), data, ports,
                guest(machine, wanted));
        parts.fleet().putItem(handle, host, new Item.Machine(spec), owner(machine));
    }

    static Item.Owner owner(Resource machine) {
        return new Item.Owner(Resources.QUEUE, machine.id().key());
    }

    private int memoryMib(Resource machine, WantedMachine wanted) {
        return parts.placement().rules(machine.desired().location()).guestMemoryMib(wanted.size().memoryMib(), wanted.image().reference());
    }

    private GuestSpec guest(Resource machine, WantedMachine wanted) {
        MachineProperties.Os os = wanted.properties().osProfile();
        Map<String, String> tags = new HashMap<>();
        machine.desired().tags().properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        String zone = Envelopes.zone(machine.desired().envelope());
        return new GuestSpec(os.computerName(), os.adminUsername(),
                os.linuxConfiguration().ssh().publicKeys().stream().map(key -> new GuestSpec.SshPublicKey(key.path(), key.keyData())).toList(),
                os.customData(), machine.tenant().toString(), machine.id().subscription().toString(), machine.id().group(), machine.id().toString(),
                machine.id().name(), machine.desired().location(), zone == null ? "" : zone, wanted.size().name(), wanted.image().reference(), tags,
                parts.profile().domain(), parts.cloudCaPem());
    }
}
