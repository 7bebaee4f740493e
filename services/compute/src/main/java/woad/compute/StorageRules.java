package woad.compute;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.provider.PutRequest;

/**
 * The rules of {@code storageProfile}: the image, the OS disk made from it, and data disks by their logical unit numbers. New disks
 * get their names here and are made with the machine. Source: REST reference, "StorageProfile".
 */
final class StorageRules {
    private static final int MOST_LUN = 63;
    private static final String IMAGE = "storageProfile.imageReference";
    private static final String OS_DISK = "storageProfile.osDisk";
    private static final String DATA_DISKS = "storageProfile.dataDisks";

    private final Ids ids;

    StorageRules(Ids ids) {
        this.ids = ids;
    }

    /** @param existing null for a new machine */
    MachineProperties.Storage settle(MachineProperties.Storage asked, MachineProperties.Storage existing, MachineSize size, PutRequest put) {
        if (asked == null && existing != null) {
            checkFits(existing, size);
            return existing;
        }
        if (asked == null) {
            throw Refusal.required("storageProfile");
        }
        MachineProperties.Image image = existing == null ? image(asked.imageReference()) : keepImage(asked.imageReference(), existing.imageReference());
        MachineProperties.OsDisk osDisk = existing == null ? osDisk(asked.osDisk(), image, size, put) : keepOsDisk(asked.osDisk(), existing.osDisk());
        List<MachineProperties.DataDisk> dataDisks = asked.dataDisks() == null && existing != null ? existing.dataDisks()
                : dataDisks(asked.dataDisks() == null ? List.of() : asked.dataDisks(), existing == null ? List.of() : existing.dataDisks(), osDisk, size, put);
        MachineProperties.Storage storage = new MachineProperties.Storage(image, osDisk, dataDisks);
        checkFits(storage, size);
        return storage;
    }

    private static MachineProperties.Image image(MachineProperties.Image asked) {
        if (asked == null) {
            throw Refusal.required(IMAGE);
        }
        if (asked.id() != null) {
            ResourceId id = ResourceId.parse(asked.id(), IMAGE + ".id");
            throw new CloudException(ComputeError.IMAGE_NOT_FOUND, "The image '" + id + "' was not found. This cloud has platform images only: name one by publisher,"
                    + " offer, sku and version.", IMAGE + ".id", List.of());
        }
        for (String part : new String[] {asked.publisher(), asked.offer(), asked.sku()}) {
            if (part == null || part.isEmpty()) {
                throw Refusal.parameter(IMAGE, "Required parameter '" + IMAGE + "' needs 'publisher', 'offer' and 'sku'.");
            }
        }
        String version = asked.version() == null ? "latest" : asked.version();
        PlatformImage image = PlatformImages.resolve(asked.publisher(), asked.offer(), asked.sku(), version);
        return new MachineProperties.Image(null, image.reference().publisher(), image.reference().offer(), image.reference().sku(),
                version.toLowerCase(Locale.ROOT), image.reference().version());
    }

    private static MachineProperties.Image keepImage(MachineProperties.Image asked, MachineProperties.Image existing) {
        boolean same = asked == null || asked.id() == null && existing.publisher().equalsIgnoreCase(asked.publisher())
                && existing.offer().equalsIgnoreCase(asked.offer()) && existing.sku().equalsIgnoreCase(asked.sku())
                && (asked.version() == null || asked.version().equalsIgnoreCase(existing.version()) || asked.version().equals(existing.exactVersion()));
        if (!same) {
            throw Refusal.immutable("imageReference");
        }
        return existing;
    }

    private MachineProperties.OsDisk osDisk(MachineProperties.OsDisk asked, MachineProperties.Image image, MachineSize size, PutRequest put) {
        int least = PlatformImages.resolve(image.publisher(), image.offer(), image.sku(), image.exactVersion()).sizeGib();
        MachineProperties.OsDisk wanted = asked == null
                ? new MachineProperties.OsDisk(null, null, MachineProperties.CreateOption.FROM_IMAGE, null, null, null, null) : asked;
        if (wanted.createOption() == null) {
            throw Refusal.required(OS_DISK + ".createOption");
        }
        if (wanted.createOption() != MachineProperties.CreateOption.FROM_IMAGE || wanted.managedDisk() != null && wanted.managedDisk().id() != null) {
            throw Refusal.notOffered(OS_DISK + ".createOption", "OS disks are made from an image in this cloud: 'createOption' must be 'FromImage', without"
                    + " 'managedDisk.id'.");
        }
        if (wanted.osType() == MachineProperties.OsType.WINDOWS) {
            throw Refusal.parameter(OS_DISK + ".osType", "The image's operating system is Linux, not Windows.");
        }
        int gib = wanted.diskSizeGB() == null ? least : wanted.diskSizeGB();
        if (gib < least) {
            throw Refusal.parameter(OS_DISK + ".diskSizeGB", "The specified disk size " + gib + " GB is smaller than the size of the corresponding disk in the VM"
                    + " image: " + least + " GB. This is not allowed. Please choose equal or greater size or do not specify an explicit size.");
        }
        if (gib > DiskRules.MOST_OS_GIB) {
            throw Refusal.parameter(OS_DISK + ".diskSizeGB", "The value '" + gib + "' of parameter 'osDisk.diskSizeGB' is out of range: an OS disk has at most "
                    + DiskRules.MOST_OS_GIB + " GB.");
        }
        String name = wanted.name() == null ? put.id().name() + "_OsDisk_1_" + ids.guid().toString().replace("-", "") : DiskRules.name(OS_DISK + ".name", wanted.name());
        ResourceId id = free(put, name, OS_DISK + ".name");
        return new MachineProperties.OsDisk(MachineProperties.OsType.LINUX, name, MachineProperties.CreateOption.FROM_IMAGE,
                wanted.caching() == null ? MachineProperties.Caching.READ_WRITE : wanted.caching(),
                new MachineProperties.ManagedDisk(id.toString(), sku(wanted.managedDisk(), size)), gib, wanted.deleteOption());
    }

    private static MachineProperties.OsDisk keepOsDisk(MachineProperties.OsDisk asked, MachineProperties.OsDisk existing) {
        if (asked == null) {
            return existing;
        }
        unchanged("osDisk.name", asked.name() != null && !asked.name().equalsIgnoreCase(existing.name()));
        unchanged("osDisk.createOption", asked.createOption() != null && asked.createOption() != existing.createOption());
        unchanged("osDisk.osType", asked.osType() != null && asked.osType() != existing.osType());
        String id = asked.managedDisk() == null ? null : asked.managedDisk().id();
        unchanged("osDisk.managedDisk.id", id != null && !id.equalsIgnoreCase(existing.managedDisk().id()));
        return new MachineProperties.OsDisk(existing.osType(), existing.name(), existing.createOption(), asked.caching() == null ? existing.caching() : asked.caching(),
                existing.managedDisk(), existing.diskSizeGB(), asked.deleteOption() == null ? existing.deleteOption() : asked.deleteOption());
    }

    private List<MachineProperties.DataDisk> dataDisks(List<MachineProperties.DataDisk> asked, List<MachineProperties.DataDisk> existing,
                                                       MachineProperties.OsDisk osDisk, MachineSize size, PutRequest put) {
        List<MachineProperties.DataDisk> settled = new ArrayList<>();
        Set<Integer> luns = new HashSet<>();
        Set<String> disks = new HashSet<>(Set.of(osDisk.managedDisk().id().toLowerCase(Locale.ROOT)));
        for (MachineProperties.DataDisk one : asked) {
            if (one == null) {
                throw Refusal.required(DATA_DISKS);
            }
            if (Boolean.TRUE.equals(one.toBeDetached()) || one.detachOption() != null) {
                continue;
            }
            if (one.lun() == null) {
                throw Refusal.required(DATA_DISKS + ".lun");
            }
            if (one.lun() < 0 || one.lun() > MOST_LUN) {
                throw Refusal.parameter(DATA_DISKS + ".lun", "The value '" + one.lun() + "' of parameter 'dataDisks.lun' is out of range: it is 0 to " + MOST_LUN + ".");
            }
            if (!luns.add(one.lun())) {
                throw Refusal.parameter(DATA_DISKS + ".lun", "A disk at LUN " + one.lun() + " is named twice: each data disk has a LUN of its own.");
            }
            MachineProperties.DataDisk disk = existing.stream().filter(known -> isSame(one, known)).findFirst().map(known -> keepDataDisk(one, known))
                    .orElseGet(() -> newDataDisk(one, size, put));
            if (!disks.add(disk.managedDisk().id().toLowerCase(Locale.ROOT))) {
                throw Refusal.parameter(DATA_DISKS, "The disk '" + disk.name() + "' is named twice.");
            }
            settled.add(disk);
        }
        return List.copyOf(settled);
    }

    private static boolean isSame(MachineProperties.DataDisk asked, MachineProperties.DataDisk known) {
        String id = asked.managedDisk() == null ? null : asked.managedDisk().id();
        return id != null ? id.equalsIgnoreCase(known.managedDisk().id()) : asked.lun().equals(known.lun())
                && (asked.name() == null || asked.name().equalsIgnoreCase(known.name()));
    }

    private static MachineProperties.DataDisk keepDataDisk(MachineProperties.DataDisk asked, MachineProperties.DataDisk known) {
        unchanged("dataDisk.lun", !asked.lun().equals(known.lun()));
        unchanged("dataDisk.name", asked.name() != null && !asked.name().equalsIgnoreCase(known.name()));
        return new MachineProperties.DataDisk(known.lun(), known.name(), known.createOption(), asked.caching() == null ? known.caching() : asked.caching(),
                known.managedDisk(), known.diskSizeGB(), asked.deleteOption() == null ? known.deleteOption() : asked.deleteOption(), null, null);
    }

    private MachineProperties.DataDisk newDataDisk(MachineProperties.DataDisk asked, MachineSize size, PutRequest put) {
        if (asked.createOption() == null) {
            throw Refusal.required(DATA_DISKS + ".createOption");
        }
        return switch (asked.createOption()) {
            case EMPTY -> emptyDisk(asked, size, put);
            case ATTACH -> attachedDisk(asked, size, put);
            case FROM_IMAGE -> throw Refusal.parameter(DATA_DISKS + ".createOption", "The image has no data disk at LUN " + asked.lun()
                    + ": 'createOption' must be 'Empty' or 'Attach'.");
            case COPY, RESTORE -> throw Refusal.notOffered(DATA_DISKS + ".createOption", "Copies of disks are not offered in this cloud: 'createOption' must be"
                    + " 'Empty' or 'Attach'.");
        };
    }

    private MachineProperties.DataDisk emptyDisk(MachineProperties.DataDisk asked, MachineSize size, PutRequest put) {
        if (asked.managedDisk() != null && asked.managedDisk().id() != null) {
            throw Refusal.parameter(DATA_DISKS + ".managedDisk.id", "A disk with 'createOption' Empty is made new and takes no 'managedDisk.id'.");
        }
        if (asked.diskSizeGB() == null) {
            throw Refusal.required(DATA_DISKS + ".diskSizeGB");
        }
        DiskRules.size(DATA_DISKS + ".diskSizeGB", asked.diskSizeGB());
        String name = asked.name() == null ? put.id().name() + "_disk" + (asked.lun() + 2) + "_" + ids.guid().toString().replace("-", "")
                : DiskRules.name(DATA_DISKS + ".name", asked.name());
        ResourceId id = free(put, name, DATA_DISKS + ".name");
        return new MachineProperties.DataDisk(asked.lun(), name, MachineProperties.CreateOption.EMPTY, caching(asked),
                new MachineProperties.ManagedDisk(id.toString(), sku(asked.managedDisk(), size)), asked.diskSizeGB(), asked.deleteOption(), null, null);
    }

    private static MachineProperties.DataDisk attachedDisk(MachineProperties.DataDisk asked, MachineSize size, PutRequest put) {
        if (asked.managedDisk() == null || asked.managedDisk().id() == null) {
            throw Refusal.required(DATA_DISKS + ".managedDisk.id");
        }
        ResourceId id = ResourceId.parse(asked.managedDisk().id(), DATA_DISKS + ".managedDisk.id");
        put.authorise("Microsoft.Compute/disks/write", id);
        Resource disk = id.is(Disk.TYPE) && id.subscription().equals(put.id().subscription()) ? put.resources().find(id).orElse(null) : null;
        if (disk == null || !disk.tenant().equals(put.tenant()) || !disk.desired().location().equals(put.requested().location())) {
            throw Refusal.reference(DATA_DISKS + ".managedDisk.id", "The disk '" + Refusal.printable(id.toString()) + "' was not found in the subscription and location of"
                    + " the virtual machine.");
        }
        DiskSku sku = Disk.sku(disk.desired());
        if (sku == DiskSku.PREMIUM_LRS && !size.premiumStorage()) {
            throw premiumRefused(size);
        }
        return new MachineProperties.DataDisk(asked.lun(), disk.id().name(), MachineProperties.CreateOption.ATTACH, caching(asked),
                new MachineProperties.ManagedDisk(disk.id().toString(), sku), null, asked.deleteOption(), null, null);
    }

    private static MachineProperties.Caching caching(MachineProperties.DataDisk asked) {
        return asked.caching() == null ? MachineProperties.Caching.NONE : asked.caching();
    }

    private static ResourceId free(PutRequest put, String name, String target) {
        ResourceId id = put.id().groupId().resource(Disk.TYPE, name);
        Optional<Resource> taken = put.resources().find(id);
        if (taken.isPresent()) {
            throw new CloudException(ComputeError.CONFLICTING_USER_INPUT, "Disk '" + name + "' already exists in resource group '" + put.id().group()
                    + "'. Only CreateOption.Attach is supported.", target, List.of());
        }
        return id;
    }

    private static DiskSku sku(MachineProperties.ManagedDisk asked, MachineSize size) {
        DiskSku sku = asked == null ? null : asked.storageAccountType();
        return sku == null ? size.premiumStorage() ? DiskSku.PREMIUM_LRS : DiskSku.STANDARD_LRS : sku;
    }

    /** What a size must allow, also of disks that were there before it was chosen. */
    private static void checkFits(MachineProperties.Storage storage, MachineSize size) {
        if (storage.dataDisks().size() > size.dataDisks()) {
            throw Refusal.notAllowed("The maximum number of data disks allowed to be attached to a VM of size " + size.name() + " is " + size.dataDisks() + ".");
        }
        boolean premium = Stream.concat(Stream.of(storage.osDisk().managedDisk()), storage.dataDisks().stream().map(MachineProperties.DataDisk::managedDisk))
                .anyMatch(disk -> disk.storageAccountType() == DiskSku.PREMIUM_LRS);
        if (premium && !size.premiumStorage()) {
            throw premiumRefused(size);
        }
    }

    private static CloudException premiumRefused(MachineSize size) {
        return Refusal.parameter("storageProfile", "Requested operation cannot be performed because the VM size " + size.name() + " does not support the storage"
                + " account type Premium_LRS. Consider updating the VM to a size that supports Premium storage.");
    }

    private static void unchanged(String target, boolean changed) {
        if (changed) {
            throw Refusal.immutable(target);
        }
    }
}
