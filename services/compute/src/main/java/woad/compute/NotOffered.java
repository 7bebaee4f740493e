package woad.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Members of the public contract that this cloud does not offer. Where one of them asks for nothing (null, false, an empty object, the
 * value that this cloud gives anyway) it is taken out of the request; where it asks for something, the request is refused: nothing is
 * left out silently.
 */
final class NotOffered {
    private static final Predicate<JsonNode> NOTHING = value -> value.isNull() || value.isBoolean() && !value.booleanValue()
            || value.isContainerNode() && value.isEmpty();

    /** A member, and when it asks for nothing. Names are in lower case; {@code []} stands for every element of an array. */
    private record Feature(String path, String words, Predicate<JsonNode> nothing) {}

    private static final List<Feature> MACHINE = List.of(
            feature("availabilityset", "Availability sets are"), feature("virtualmachinescaleset", "Scale sets are"),
            feature("proximityplacementgroup", "Proximity placement groups are"), feature("host", "Dedicated hosts are"),
            feature("hostgroup", "Dedicated hosts are"), feature("capacityreservation", "Capacity reservations are"),
            feature("applicationprofile", "Gallery applications are"), feature("billingprofile", "Spot machines are"),
            feature("evictionpolicy", "Spot machines are"),
            new Feature("priority", "Spot machines are", value -> value.isNull() || value.asText().equalsIgnoreCase("Regular")),
            feature("scheduledeventspolicy", "Scheduled events are"), feature("scheduledeventsprofile", "Scheduled events are"),
            feature("platformfaultdomain", "Fault domains are"), feature("resiliencyprofile", "Zone movement is"),
            feature("additionalcapabilities.ultrassdenabled", "Ultra disks are"),
            feature("additionalcapabilities.hibernationenabled", "Hibernation is"), feature("additionalcapabilities", "Further capabilities are"),
            feature("licensetype", "Licences of one's own are"), feature("extensionstimebudget", "Extensions are"),
            feature("hardwareprofile.vmsizeproperties", "Sizes with other processor counts are"),
            feature("hardwareprofile.processormode", "Processor modes are"),
            feature("securityprofile.uefisettings.securebootenabled", "Secure boot is"),
            feature("securityprofile.uefisettings.vtpmenabled", "A virtual TPM is"), feature("securityprofile.uefisettings", "Further UEFI settings are"),
            feature("securityprofile.proxyagentsettings", "The proxy agent is"), feature("securityprofile.encryptionidentity", "An encryption identity is"),
            feature("osprofile.windowsconfiguration", "Windows is"), feature("osprofile.secrets", "Certificates from a vault are"),
            feature("osprofile.requireguestprovisionsignal", "The guest's provisioning signal is"),
            feature("osprofile.linuxconfiguration.patchsettings", "Patching by the platform is"),
            feature("osprofile.linuxconfiguration.enablevmagentplatformupdates", "Updates of the guest agent are"),
            feature("networkprofile.networkapiversion", "Interfaces made together with the machine are"),
            feature("networkprofile.networkinterfaceconfigurations", "Interfaces made together with the machine are"),
            feature("storageprofile.osdisk.vhd", "Unmanaged disks are"), feature("storageprofile.osdisk.image", "Unmanaged images are"),
            feature("storageprofile.osdisk.encryptionsettings", "Encryption inside the guest is"),
            feature("storageprofile.osdisk.diffdisksettings", "Ephemeral OS disks are"),
            feature("storageprofile.osdisk.writeacceleratorenabled", "The write accelerator is"),
            feature("storageprofile.osdisk.manageddisk.diskencryptionset", "Disk encryption sets are"),
            feature("storageprofile.osdisk.manageddisk.securityprofile", "Confidential disks are"),
            feature("storageprofile.alignregionaldiskstovmzone", "Aligning disks with zones is"),
            new Feature("storageprofile.diskcontrollertype", "NVMe disks are", value -> value.isNull() || value.asText().equalsIgnoreCase("SCSI")),
            feature("storageprofile.imagereference.sharedgalleryimageid", "Galleries are"),
            feature("storageprofile.imagereference.communitygalleryimageid", "Galleries are"),
            feature("storageprofile.datadisks[].vhd", "Unmanaged disks are"), feature("storageprofile.datadisks[].image", "Unmanaged images are"),
            feature("storageprofile.datadisks[].sourceresource", "Copies of disks are"),
            feature("storageprofile.datadisks[].writeacceleratorenabled", "The write accelerator is"),
            feature("storageprofile.datadisks[].manageddisk.diskencryptionset", "Disk encryption sets are"),
            feature("storageprofile.datadisks[].manageddisk.securityprofile", "Confidential disks are"));

    private static final List<Feature> DISK = List.of(
            feature("creationdata.sourceuri", "Importing disks is"), feature("creationdata.sourceresourceid", "Copies of disks are"),
            feature("creationdata.storageaccountid", "Importing disks is"), feature("creationdata.galleryimagereference", "Galleries are"),
            feature("creationdata.uploadsizebytes", "Uploading disks is"), feature("creationdata.securitydatauri", "Confidential disks are"),
            feature("creationdata.securitymetadatauri", "Confidential disks are"), feature("creationdata.elasticsanresourceid", "Elastic SAN is"),
            feature("creationdata.performanceplus", "Performance plus is"),
            feature("creationdata.provisionedbandwidthcopyspeed", "Copies of disks are"),
            new Feature("creationdata.logicalsectorsize", "A sector size other than 512 is", value -> value.isNull() || value.asInt() == 512),
            feature("encryption.diskencryptionsetid", "Disk encryption sets are"), feature("encryptionsettingscollection", "Encryption inside the guest is"),
            new Feature("maxshares", "Shared disks are", value -> value.isNull() || value.asInt() == 1),
            feature("burstingenabled", "Bursting is"), feature("diskaccessid", "Private access to disks is"), feature("purchaseplan", "Purchase plans are"),
            feature("supportshibernation", "Hibernation is"), feature("securityprofile", "Trusted launch is"),
            feature("availabilitypolicy", "Availability policies are"), feature("tier", "Performance tiers are"),
            feature("optimizedforfrequentattach", "Frequent attachment is"),
            feature("supportedcapabilities.acceleratednetwork", "Accelerated networking is"),
            feature("supportedcapabilities.diskcontrollertypes", "NVMe disks are"),
            feature("supportedcapabilities.supportedsecurityoption", "Trusted launch is"));

    private NotOffered() {}

    /** Takes out of a machine's properties what asks for nothing. @throws woad.platform.core.CloudException {@code FeatureNotSupported} */
    static ObjectNode check(ObjectNode properties) {
        return check(properties, MACHINE);
    }

    /** As {@link #check}, for a disk's properties. */
    static ObjectNode checkDisk(ObjectNode properties) {
        return check(properties, DISK);
    }

    private static ObjectNode check(ObjectNode properties, List<Feature> features) {
        ObjectNode copy = properties.deepCopy();
        features.forEach(feature -> visit(copy, feature.path().split("\\."), 0, feature));
        return copy;
    }

    private static void visit(JsonNode node, String[] path, int step, Feature feature) {
        if (!(node instanceof ObjectNode object)) {
            return;
        }
        boolean array = path[step].endsWith("[]");
        String name = array ? path[step].substring(0, path[step].length() - 2) : path[step];
        for (Map.Entry<String, JsonNode> member : new ArrayList<>(object.properties())) {
            if (!member.getKey().equalsIgnoreCase(name)) {
                continue;
            }
            if (step < path.length - 1) {
                (array ? member.getValue() : List.of(member.getValue())).forEach(child -> visit(child, path, step + 1, feature));
            } else if (feature.nothing().test(member.getValue())) {
                object.remove(member.getKey());
            } else {
                throw Refusal.notOffered(feature.path().replace("[]", ""), feature.words() + " not offered in this cloud: leave out '" + member.getKey() + "'.");
            }
        }
    }

    private static Feature feature(String path, String words) {
        return new Feature(path, words, NOTHING);
    }
}
