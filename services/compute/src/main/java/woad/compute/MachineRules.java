package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Ids;
import woad.resources.Desired;
import woad.resources.provider.PutRequest;

/** Judges a PUT of a virtual machine: what is asked, with defaults filled in and what may not change kept. */
final class MachineRules {
    private final CloudProfile profile;
    private final StorageRules storage;

    MachineRules(CloudProfile profile, Ids ids) {
        this.profile = profile;
        this.storage = new StorageRules(ids);
    }

    Desired settle(PutRequest put) {
        WantedMachine existing = put.existing() == null ? null : WantedMachine.of(put.existing());
        MachineProperties asked = Body.read(NotOffered.check(withoutOwn(put)), MachineProperties.class);
        ObjectNode envelope = Envelopes.settle(put, profile, List.of());
        MachineSize size = size(asked.hardwareProfile(), existing);
        if (existing == null) {
            Quota.check(put, size);
        }
        MachineProperties known = existing == null ? null : existing.properties();
        MachineProperties settled = new MachineProperties(
                new MachineProperties.Hardware(size.name()),
                storage.settle(asked.storageProfile(), known == null ? null : known.storageProfile(), size, put),
                known == null ? OsRules.settle(asked.osProfile(), put.id().name()) : OsRules.keep(asked.osProfile(), known.osProfile()),
                InterfaceRules.settle(asked.networkProfile(), known == null ? null : known.networkProfile(), size, put),
                diagnostics(asked.diagnosticsProfile(), known == null ? null : known.diagnosticsProfile()),
                security(asked.securityProfile(), known == null ? null : known.securityProfile()),
                asked.userData() == null && known != null ? known.userData() : OsRules.base64("userData", asked.userData()));
        Desired desired = new Desired(put.requested().location(), put.requested().tags(), envelope, put.requested().properties());
        if (existing == null) {
            return WantedMachine.first(settled).in(desired);
        }
        boolean resized = !size.name().equals(existing.size().name());
        WantedMachine changed = existing.with(settled);
        return (resized && existing.power() == WantedMachine.Power.RUNNING ? changed.booted() : changed).in(desired);
    }

    /** What the client sent. A merge patch brings the stored power along; anything else under its name is none of the client's business. */
    private static ObjectNode withoutOwn(PutRequest put) {
        ObjectNode properties = put.properties().deepCopy();
        JsonNode own = properties.remove(WantedMachine.OWN);
        if (own != null && (put.existing() == null || !own.equals(put.existing().desired().properties().get(WantedMachine.OWN)))) {
            throw new CloudException(ComputeError.BAD_REQUEST, "Could not find member '" + WantedMachine.OWN + "' on object of type 'MachineProperties'.",
                    "properties." + WantedMachine.OWN, List.of());
        }
        return properties;
    }

    private static MachineSize size(MachineProperties.Hardware asked, WantedMachine existing) {
        if (asked == null || asked.vmSize() == null) {
            if (existing == null) {
                throw Refusal.required("hardwareProfile.vmSize");
            }
            return existing.size();
        }
        return MachineSizes.require(asked.vmSize());
    }

    private static MachineProperties.Diagnostics diagnostics(MachineProperties.Diagnostics asked, MachineProperties.Diagnostics existing) {
        MachineProperties.BootDiagnostics boot = asked == null ? null : asked.bootDiagnostics();
        if (boot == null || boot.enabled() == null) {
            return existing == null ? new MachineProperties.Diagnostics(new MachineProperties.BootDiagnostics(true, null)) : existing;
        }
        if (boot.storageUri() != null && !boot.storageUri().isEmpty()) {
            throw Refusal.notOffered("diagnosticsProfile.bootDiagnostics.storageUri", "The cloud keeps boot diagnostics itself: leave out 'storageUri'.");
        }
        return new MachineProperties.Diagnostics(new MachineProperties.BootDiagnostics(boot.enabled(), null));
    }

    private static MachineProperties.Security security(MachineProperties.Security asked, MachineProperties.Security existing) {
        if (asked == null) {
            return existing;
        }
        MachineProperties.SecurityType type = asked.securityType() == null ? MachineProperties.SecurityType.STANDARD : asked.securityType();
        return switch (type) {
            case STANDARD -> new MachineProperties.Security(asked.securityType(), asked.encryptionAtHost());
            case TRUSTED_LAUNCH, CONFIDENTIAL_VM -> throw Refusal.notOffered("securityProfile.securityType", "Trusted launch and confidential machines are not"
                    + " offered in this cloud: 'securityType' must be 'Standard'.");
        };
    }
}
