package woad.compute;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * The properties of a virtual machine, as sent and as stored; anything may be null in a request. Members that clients only read
 * are ignored when they send them back. Source: REST reference, "Virtual Machines - Create Or Update".
 *
 * @param userData base64, may change at any time
 */
@JsonIgnoreProperties({"provisioningState", "vmId", "timeCreated", "instanceView", "resources"})
record MachineProperties(Hardware hardwareProfile, Storage storageProfile, Os osProfile, Network networkProfile,
                         Diagnostics diagnosticsProfile, Security securityProfile, String userData) {

    record Hardware(String vmSize) {}

    record Storage(Image imageReference, OsDisk osDisk, List<DataDisk> dataDisks) {}

    /** @param exactVersion which version {@code latest} was when the machine was made */
    record Image(String id, String publisher, String offer, String sku, String version, String exactVersion) {}

    record OsDisk(OsType osType, String name, CreateOption createOption, Caching caching, ManagedDisk managedDisk, Integer diskSizeGB,
                  DeleteOption deleteOption) {}

    @JsonIgnoreProperties({"diskIOPSReadWrite", "diskMBpsReadWrite", "resourceGroup"})
    record DataDisk(Integer lun, String name, CreateOption createOption, Caching caching, ManagedDisk managedDisk, Integer diskSizeGB,
                    DeleteOption deleteOption, Boolean toBeDetached, DetachOption detachOption) {}

    @JsonIgnoreProperties("resourceGroup")
    record ManagedDisk(String id, DiskSku storageAccountType) {}

    record Os(String computerName, String adminUsername, String adminPassword, String customData, Linux linuxConfiguration,
              Boolean allowExtensionOperations) {
        @Override
        public String toString() {
            return "Os[" + computerName + ", " + adminUsername + "]";
        }
    }

    record Linux(Boolean disablePasswordAuthentication, Ssh ssh, Boolean provisionVMAgent) {}

    record Ssh(List<SshKey> publicKeys) {}

    record SshKey(String path, String keyData) {}

    record Network(List<Interface> networkInterfaces) {}

    @JsonIgnoreProperties("resourceGroup")
    record Interface(String id, InterfaceProperties properties) {}

    record InterfaceProperties(Boolean primary, DeleteOption deleteOption) {}

    record Diagnostics(BootDiagnostics bootDiagnostics) {}

    /** @param storageUri empty or null: the log is kept by the cloud itself */
    record BootDiagnostics(Boolean enabled, String storageUri) {}

    record Security(SecurityType securityType, Boolean encryptionAtHost) {}

    enum OsType {
        @JsonProperty("Linux") LINUX,
        @JsonProperty("Windows") WINDOWS
    }

    /** Where a disk comes from. */
    enum CreateOption {
        @JsonProperty("FromImage") FROM_IMAGE,
        @JsonProperty("Empty") EMPTY,
        @JsonProperty("Attach") ATTACH,
        @JsonProperty("Copy") COPY,
        @JsonProperty("Restore") RESTORE
    }

    enum Caching {
        @JsonProperty("None") NONE,
        @JsonProperty("ReadOnly") READ_ONLY,
        @JsonProperty("ReadWrite") READ_WRITE
    }

    /** What becomes of a disk or an interface when its machine is deleted. */
    enum DeleteOption {
        @JsonProperty("Detach") DETACH,
        @JsonProperty("Delete") DELETE
    }

    enum DetachOption {
        @JsonProperty("ForceDetach") FORCE_DETACH
    }

    enum SecurityType {
        @JsonProperty("Standard") STANDARD,
        @JsonProperty("TrustedLaunch") TRUSTED_LAUNCH,
        @JsonProperty("ConfidentialVM") CONFIDENTIAL_VM
    }
}
