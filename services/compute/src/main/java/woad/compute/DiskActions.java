package woad.compute;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import woad.resources.Desired;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.Action;

/** Attaches and detaches existing data disks. Source: REST reference, "Virtual Machines - Attach Detach Data Disks". */
final class DiskActions {
    private static final int MOST_LUN = 63;

    private DiskActions() {}

    record Changes(List<Attach> dataDisksToAttach, List<Detach> dataDisksToDetach) {
        Changes {
            dataDisksToAttach = dataDisksToAttach == null ? List.of() : List.copyOf(dataDisksToAttach);
            dataDisksToDetach = dataDisksToDetach == null ? List.of() : List.copyOf(dataDisksToDetach);
        }
    }

    record Attach(String diskId, Integer lun, MachineProperties.Caching caching, MachineProperties.DeleteOption deleteOption,
                  Boolean writeAcceleratorEnabled, ObjectNode diskEncryptionSet) {}

    record Detach(String diskId, MachineProperties.DetachOption detachOption) {}

    static Action attachDetach() {
        return Action.change("attachDetachDataDisks", "Microsoft.Compute/virtualMachines/attachDetachDataDisks/action", DiskActions::apply);
    }

    private static Desired apply(Resource machine, Action.Request request) {
        Changes changes = Body.read(request.body(), Changes.class);
        WantedMachine wanted = WantedMachine.of(machine);
        MachineProperties properties = wanted.properties();
        MachineProperties.Storage storage = properties.storageProfile();
        List<MachineProperties.DataDisk> disks = new ArrayList<>(storage.dataDisks());
        for (Detach detach : changes.dataDisksToDetach()) {
            String id = id(detach.diskId());
            if (!disks.removeIf(disk -> disk.managedDisk().id().equalsIgnoreCase(id))) {
                throw Refusal.reference("dataDisksToDetach.diskId", "The disk '" + Refusal.printable(id) + "' is no data disk of VM '" + machine.id().name() + "'.");
            }
        }
        for (Attach attach : changes.dataDisksToAttach()) {
            disks.add(attached(attach, machine, disks, wanted.size(), request));
        }
        if (disks.size() > wanted.size().dataDisks()) {
            throw Refusal.notAllowed("The maximum number of data disks allowed to be attached to a VM of size " + wanted.size().name() + " is "
                    + wanted.size().dataDisks() + ".");
        }
        return wanted.with(new MachineProperties(properties.hardwareProfile(), new MachineProperties.Storage(storage.imageReference(), storage.osDisk(), List.copyOf(disks)),
                properties.osProfile(), properties.networkProfile(), properties.diagnosticsProfile(), properties.securityProfile(), properties.userData()))
                .in(machine.desired());
    }

    private static MachineProperties.DataDisk attached(Attach attach, Resource machine, List<MachineProperties.DataDisk> present, MachineSize size,
                                                       Action.Request request) {
        ResourceId id = ResourceId.parse(id(attach.diskId()), "dataDisksToAttach.diskId");
        request.authorise("Microsoft.Compute/disks/write", machine.id(), id);
        Resource disk = id.is(Disk.TYPE) && id.subscription().equals(machine.id().subscription()) ? request.view().resources().find(id).orElse(null) : null;
        if (disk == null || !disk.desired().location().equals(machine.desired().location())) {
            throw Refusal.reference("dataDisksToAttach.diskId", "The disk '" + Refusal.printable(id.toString()) + "' was not found in the subscription and location of the VM.");
        }
        if (Boolean.TRUE.equals(attach.writeAcceleratorEnabled()) || attach.diskEncryptionSet() != null) {
            throw Refusal.notOffered("dataDisksToAttach", "The write accelerator and disk encryption sets are not offered in this cloud.");
        }
        if (Disk.sku(disk.desired()) == DiskSku.PREMIUM_LRS && !size.premiumStorage()) {
            throw Refusal.parameter("dataDisksToAttach.diskId", "The VM size " + size.name() + " does not support the storage account type Premium_LRS.");
        }
        int lun = attach.lun() == null ? free(present) : attach.lun();
        if (lun < 0 || lun > MOST_LUN || present.stream().anyMatch(other -> other.lun() == lun)) {
            throw Refusal.parameter("dataDisksToAttach.lun", "The LUN " + lun + " is in use or out of range: it is 0 to " + MOST_LUN + ".");
        }
        return new MachineProperties.DataDisk(lun, disk.id().name(), MachineProperties.CreateOption.ATTACH,
                attach.caching() == null ? MachineProperties.Caching.NONE : attach.caching(),
                new MachineProperties.ManagedDisk(disk.id().toString(), Disk.sku(disk.desired())), null, attach.deleteOption(), null, null);
    }

    private static int free(List<MachineProperties.DataDisk> present) {
        int lun = 0;
        while (true) {
            int candidate = lun;
            if (present.stream().noneMatch(other -> other.lun() == candidate)) {
                return lun;
            }
            lun++;
        }
    }

    private static String id(String diskId) {
        if (diskId == null) {
            throw Refusal.required("diskId");
        }
        return diskId;
    }
}
