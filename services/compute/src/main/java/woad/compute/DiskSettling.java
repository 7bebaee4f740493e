package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.resources.Desired;
import woad.resources.provider.PutRequest;

/** Judges a PUT of a disk: empty or made from an image of the catalogue, of a size that only grows. */
final class DiskSettling {
    private final CloudProfile profile;

    DiskSettling(CloudProfile profile) {
        this.profile = profile;
    }

    /** The properties of a disk that a machine makes. */
    static DiskProperties made(PlatformImage image, String imageId, int gib) {
        boolean system = image != null;
        return new DiskProperties(system ? MachineProperties.OsType.LINUX : null,
                new DiskProperties.Creation(system ? DiskProperties.CreateOption.FROM_IMAGE : DiskProperties.CreateOption.EMPTY,
                        system ? new DiskProperties.ImageVersion(imageId, null) : null), gib,
                new DiskProperties.Encryption(DiskProperties.EncryptionType.PLATFORM_KEY), system ? DiskProperties.HyperVGeneration.V2 : null,
                DiskProperties.NetworkAccess.DENY_ALL, DiskProperties.PublicAccess.DISABLED, null, system ? Map.of("architecture", "x64") : null);
    }

    Desired settle(PutRequest put) {
        DiskProperties asked = Body.read(NotOffered.checkDisk(put.properties()), DiskProperties.class);
        DiskProperties existing = put.existing() == null ? null : Disk.properties(put.existing().desired());
        ObjectNode envelope = Envelopes.settle(put, profile, List.of());
        envelope.putObject("sku").put("name", sku(put).text());
        DiskProperties.Creation creation = existing == null ? creation(asked.creationData()) : keepCreation(asked.creationData(), existing.creationData());
        DiskProperties settled = new DiskProperties(osType(asked, existing, creation), creation, size(asked.diskSizeGB(), existing, creation),
                encryption(asked.encryption()), generation(asked, existing, creation),
                either(asked.networkAccessPolicy(), existing == null ? null : existing.networkAccessPolicy(), DiskProperties.NetworkAccess.DENY_ALL),
                either(asked.publicNetworkAccess(), existing == null ? null : existing.publicNetworkAccess(), DiskProperties.PublicAccess.DISABLED),
                either(asked.dataAccessAuthMode(), existing == null ? null : existing.dataAccessAuthMode(), null),
                either(asked.supportedCapabilities(), existing == null ? null : existing.supportedCapabilities(), null));
        return new Desired(put.requested().location(), put.requested().tags(), envelope, Body.write(settled));
    }

    /** The image of an id as the catalogue gives it. @throws CloudException {@code PlatformImageNotFound} or {@code InvalidParameter} */
    static PlatformImage image(String id) {
        String[] parts = id.split("/");
        if (parts.length != 17 || !parts[4].equalsIgnoreCase("Microsoft.Compute") || !parts[7].equalsIgnoreCase("Publishers")
                || !parts[15].equalsIgnoreCase("Versions")) {
            throw Refusal.parameter("creationData.imageReference.id", "The value '" + Refusal.printable(id) + "' is not the id of an image version. Read ids with"
                    + " 'az vm image show'.");
        }
        return PlatformImages.resolve(parts[8], parts[12], parts[14], parts[16]);
    }

    private static DiskSku sku(PutRequest put) {
        JsonNode asked = put.requested().envelope().path("sku").path("name");
        if (asked.isMissingNode() || asked.isNull()) {
            return put.existing() == null ? DiskSku.STANDARD_LRS : Disk.sku(put.existing().desired());
        }
        return Arrays.stream(DiskSku.values()).filter(sku -> sku.text().equalsIgnoreCase(asked.asText())).findFirst()
                .orElseThrow(() -> Refusal.parameter("sku.name", "The value '" + Refusal.printable(asked.asText()) + "' of parameter 'sku.name' is not allowed. Allowed"
                        + " values are: " + Arrays.stream(DiskSku.values()).map(DiskSku::text).collect(Collectors.joining(", ")) + "."));
    }

    private static DiskProperties.Creation creation(DiskProperties.Creation asked) {
        if (asked == null || asked.createOption() == null) {
            throw Refusal.required("creationData.createOption");
        }
        return switch (asked.createOption()) {
            case EMPTY -> {
                if (asked.imageReference() != null) {
                    throw Refusal.parameter("creationData.imageReference", "An empty disk takes no 'imageReference'.");
                }
                yield new DiskProperties.Creation(DiskProperties.CreateOption.EMPTY, null);
            }
            case FROM_IMAGE -> {
                if (asked.imageReference() == null || asked.imageReference().id() == null) {
                    throw Refusal.required("creationData.imageReference.id");
                }
                if (asked.imageReference().lun() != null) {
                    throw Refusal.parameter("creationData.imageReference.lun", "The image has no data disk at LUN " + asked.imageReference().lun() + ".");
                }
                image(asked.imageReference().id());
                yield new DiskProperties.Creation(DiskProperties.CreateOption.FROM_IMAGE, new DiskProperties.ImageVersion(asked.imageReference().id(), null));
            }
            case ATTACH, COPY, COPY_START, IMPORT, IMPORT_SECURE, RESTORE, UPLOAD, UPLOAD_PREPARED_SECURE -> throw Refusal.notOffered("creationData.createOption",
                    "Disks are made empty or from an image in this cloud: 'createOption' must be 'Empty' or 'FromImage'.");
        };
    }

    private static DiskProperties.Creation keepCreation(DiskProperties.Creation asked, DiskProperties.Creation existing) {
        if (asked != null && asked.createOption() != null && asked.createOption() != existing.createOption()) {
            throw Refusal.immutable("creationData.createOption");
        }
        if (asked != null && asked.imageReference() != null && (existing.imageReference() == null || asked.imageReference().id() == null
                || !asked.imageReference().id().equalsIgnoreCase(existing.imageReference().id()))) {
            throw Refusal.immutable("creationData.imageReference");
        }
        return existing;
    }

    private static int size(Integer asked, DiskProperties existing, DiskProperties.Creation creation) {
        if (existing != null && asked != null && asked < existing.diskSizeGB()) {
            throw Refusal.parameter("diskSizeGB", "Disk size reduction is not supported. Current size is " + existing.diskSizeGB() + " GB, requested size is " + asked + " GB.");
        }
        if (asked == null && existing != null) {
            return existing.diskSizeGB();
        }
        int least = creation.imageReference() == null ? 1 : image(creation.imageReference().id()).sizeGib();
        if (asked == null && creation.imageReference() == null) {
            throw Refusal.required("diskSizeGB");
        }
        int size = asked == null ? least : asked;
        DiskRules.size("diskSizeGB", size);
        if (size < least) {
            throw Refusal.parameter("diskSizeGB", "The specified disk size " + size + " GB is smaller than the image: " + least + " GB.");
        }
        return size;
    }

    private static DiskProperties.Encryption encryption(DiskProperties.Encryption asked) {
        DiskProperties.EncryptionType type = asked == null || asked.type() == null ? DiskProperties.EncryptionType.PLATFORM_KEY : asked.type();
        return switch (type) {
            case PLATFORM_KEY -> new DiskProperties.Encryption(type);
            case CUSTOMER_KEY, BOTH_KEYS -> throw Refusal.notOffered("encryption.type", "Keys of one's own are not offered in this cloud: 'encryption.type' must be"
                    + " 'EncryptionAtRestWithPlatformKey'.");
        };
    }

    private static MachineProperties.OsType osType(DiskProperties asked, DiskProperties existing, DiskProperties.Creation creation) {
        return either(asked.osType(), existing == null ? null : existing.osType(), creation.imageReference() == null ? null : MachineProperties.OsType.LINUX);
    }

    private static DiskProperties.HyperVGeneration generation(DiskProperties asked, DiskProperties existing, DiskProperties.Creation creation) {
        return either(asked.hyperVGeneration(), existing == null ? null : existing.hyperVGeneration(),
                creation.imageReference() == null ? null : DiskProperties.HyperVGeneration.V2);
    }

    private static <T> T either(T asked, T existing, T otherwise) {
        return asked != null ? asked : existing != null ? existing : otherwise;
    }
}
