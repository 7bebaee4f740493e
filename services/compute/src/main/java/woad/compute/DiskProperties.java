package woad.compute;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;

/**
 * The properties of a managed disk, as sent and as stored; anything may be null in a request. Source: REST reference, "Disks - Create Or Update".
 */
@JsonIgnoreProperties({"provisioningState", "uniqueId", "timeCreated", "diskState", "diskSizeBytes", "diskIOPSReadWrite", "diskMBpsReadWrite",
        "diskIOPSReadOnly", "diskMBpsReadOnly", "LastOwnershipUpdateTime", "completionPercent", "shareInfo", "propertyUpdatesInProgress"})
record DiskProperties(MachineProperties.OsType osType, Creation creationData, Integer diskSizeGB, Encryption encryption, HyperVGeneration hyperVGeneration,
                      NetworkAccess networkAccessPolicy, PublicAccess publicNetworkAccess, String dataAccessAuthMode,
                      Map<String, String> supportedCapabilities) {

    @JsonIgnoreProperties({"sourceUniqueId", "logicalSectorSize"})
    record Creation(CreateOption createOption, ImageVersion imageReference) {}

    /** @param lun only null: the images have no data disks */
    record ImageVersion(String id, Integer lun) {}

    record Encryption(EncryptionType type) {}

    enum CreateOption {
        @JsonProperty("Empty") EMPTY,
        @JsonProperty("FromImage") FROM_IMAGE,
        @JsonProperty("Attach") ATTACH,
        @JsonProperty("Copy") COPY,
        @JsonProperty("CopyStart") COPY_START,
        @JsonProperty("Import") IMPORT,
        @JsonProperty("ImportSecure") IMPORT_SECURE,
        @JsonProperty("Restore") RESTORE,
        @JsonProperty("Upload") UPLOAD,
        @JsonProperty("UploadPreparedSecure") UPLOAD_PREPARED_SECURE
    }

    enum EncryptionType {
        @JsonProperty("EncryptionAtRestWithPlatformKey") PLATFORM_KEY,
        @JsonProperty("EncryptionAtRestWithCustomerKey") CUSTOMER_KEY,
        @JsonProperty("EncryptionAtRestWithPlatformAndCustomerKeys") BOTH_KEYS
    }

    enum HyperVGeneration {
        @JsonProperty("V1") V1,
        @JsonProperty("V2") V2
    }

    /** Who may export or upload a disk; nobody can in this cloud, whatever is stored. */
    enum NetworkAccess {
        @JsonProperty("AllowAll") ALLOW_ALL,
        @JsonProperty("AllowPrivate") ALLOW_PRIVATE,
        @JsonProperty("DenyAll") DENY_ALL
    }

    enum PublicAccess {
        @JsonProperty("Enabled") ENABLED,
        @JsonProperty("Disabled") DISABLED
    }
}
