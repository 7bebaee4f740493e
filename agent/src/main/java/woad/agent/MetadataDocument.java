package woad.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import woad.fleet.spec.DiskSpec;
import woad.fleet.spec.GuestSpec;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.ImageReference;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.NetworkSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.Json;

/** The document of {@code /metadata/instance}, as Azure's reference shows it; every value that is not a container is text. */
final class MetadataDocument {
    private final MachineSpec machine;
    private final HostSpec host;

    private MetadataDocument(MachineSpec machine, HostSpec host) {
        this.machine = machine;
        this.host = host;
    }

    static ObjectNode of(MachineSpec machine, HostSpec host) {
        MetadataDocument document = new MetadataDocument(machine, host);
        ObjectNode root = Json.object();
        root.set("compute", document.compute());
        root.putObject("network").set("interface", document.interfaces());
        return root;
    }

    private ObjectNode compute() {
        GuestSpec guest = machine.guest();
        ImageReference image = guest.image() == null ? new ImageReference("", "", "", "") : guest.image();
        ObjectNode compute = Json.object().put("azEnvironment", "Woad").put("customData", "").put("evictionPolicy", "")
                .put("isHostCompatibilityLayerVm", "false").put("licenseType", "").put("location", guest.location()).put("name", guest.name())
                .put("offer", image.offer());
        compute.putObject("osProfile").put("adminUsername", guest.adminUsername()).put("computerName", guest.computerName())
                .put("disablePasswordAuthentication", "true");
        compute.put("osType", "Linux").put("placementGroupId", "");
        compute.putObject("plan").put("name", "").put("product", "").put("publisher", "");
        compute.put("platformFaultDomain", "0").put("platformUpdateDomain", "0").put("priority", "").put("provider", "Microsoft.Compute");
        ArrayNode keys = compute.putArray("publicKeys");
        guest.sshPublicKeys().forEach(key -> keys.addObject().put("keyData", key.keyData()).put("path", key.path()));
        compute.put("publisher", image.publisher()).put("resourceGroupName", guest.resourceGroup()).put("resourceId", guest.resourceId());
        compute.putObject("securityProfile").put("encryptionAtHost", "true").put("secureBootEnabled", "false").put("securityType", "").put("virtualTpmEnabled", "false");
        compute.put("sku", image.sku());
        compute.set("storageProfile", storage(image));
        compute.put("subscriptionId", guest.subscriptionId());
        Map<String, String> tags = new TreeMap<>(guest.tags());
        compute.put("tags", tags.entrySet().stream().map(tag -> tag.getKey() + ":" + tag.getValue()).collect(Collectors.joining(";")));
        ArrayNode tagsList = compute.putArray("tagsList");
        tags.forEach((name, value) -> tagsList.addObject().put("name", name).put("value", value));
        return compute.put("userData", "").put("version", image.version()).put("vmId", machine.id()).put("vmScaleSetName", "")
                .put("vmSize", guest.vmSize()).put("zone", guest.zone() == null ? "" : guest.zone());
    }

    private ObjectNode storage(ImageReference image) {
        ObjectNode storage = Json.object();
        ArrayNode disks = storage.putArray("dataDisks");
        for (MachineSpec.DataDisk disk : machine.dataDisks()) {
            ObjectNode node = disks.addObject().put("caching", "None").put("createOption", "Attach").put("diskSizeGB", sizeGib(disk.diskId()))
                    .put("lun", Integer.toString(disk.lun())).put("name", disk.diskId()).put("writeAcceleratorEnabled", "false");
            node.putObject("managedDisk").put("id", disk.diskId()).put("storageAccountType", "Standard_LRS");
        }
        storage.putObject("imageReference").put("id", "").put("offer", image.offer()).put("publisher", image.publisher()).put("sku", image.sku())
                .put("version", image.version());
        ObjectNode osDisk = storage.putObject("osDisk").put("caching", "ReadWrite").put("createOption", "FromImage").put("diskSizeGB", sizeGib(machine.osDiskId()))
                .put("name", machine.osDiskId()).put("osType", "Linux").put("writeAcceleratorEnabled", "false");
        osDisk.putObject("managedDisk").put("id", machine.osDiskId()).put("storageAccountType", "Standard_LRS");
        return storage;
    }

    private String sizeGib(String diskId) {
        return host.disks().stream().filter(disk -> disk.id().equals(diskId)).findFirst().map(DiskSpec::sizeBytes)
                .map(bytes -> Long.toString(bytes >> 30)).orElse("");
    }

    private ArrayNode interfaces() {
        ArrayNode interfaces = Json.MAPPER.createArrayNode();
        for (String portId : machine.portIds()) {
            host.ports().stream().filter(port -> port.id().equals(portId)).findFirst().ifPresent(port -> {
                ObjectNode node = interfaces.addObject();
                List<String> prefixes = prefixes(port);
                family(node.putObject("ipv4"), port, prefixes, false);
                family(node.putObject("ipv6"), port, prefixes, true);
                node.put("macAddress", port.mac().replace(":", "").toUpperCase(Locale.ROOT));
            });
        }
        return interfaces;
    }

    private List<String> prefixes(PortSpec port) {
        return host.networks().stream().filter(network -> network.id().equals(port.networkId())).flatMap(network -> network.subnets().stream())
                .filter(subnet -> subnet.id().equals(port.subnetId())).map(NetworkSpec.SubnetSpec::prefixes).findFirst().orElse(List.of());
    }

    private static void family(ObjectNode node, PortSpec port, List<String> prefixes, boolean six) {
        ArrayNode addresses = node.putArray("ipAddress");
        for (PortSpec.Address address : port.addresses()) {
            if (address.privateAddress().contains(":") == six) {
                ObjectNode one = addresses.addObject().put("privateIpAddress", address.privateAddress());
                if (!six) {
                    one.put("publicIpAddress", address.publicAddress() == null ? "" : address.publicAddress());
                }
            }
        }
        if (!six) {
            ArrayNode subnets = node.putArray("subnet");
            prefixes.stream().filter(prefix -> !prefix.contains(":")).map(prefix -> prefix.split("/"))
                    .forEach(parts -> subnets.addObject().put("address", parts[0]).put("prefix", parts[1]));
        }
    }
}
