package woad.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.core.CloudProfile;
import woad.platform.core.Json;
import woad.platform.core.Region;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Sizes of machines and SKUs of machines and disks. Source: REST reference, "Virtual Machine Sizes" and "Resource Skus". */
final class SizeEndpoints {
    private static final int MOST_OS_DISK_MIB = 1_047_552;
    private static final Pattern LOCATION_FILTER = Pattern.compile("\\s*location\\s+eq\\s+'([^']*)'\\s*", Pattern.CASE_INSENSITIVE);

    private final CloudProfile profile;

    SizeEndpoints(CloudProfile profile) {
        this.profile = profile;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("VirtualMachineSizes_List", Method.GET, "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/vmSizes",
                        permission("Microsoft.Compute/locations/vmSizes/read"), this::sizes),
                Endpoint.of("ResourceSkus_List", Method.GET, "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/skus",
                        permission("Microsoft.Compute/skus/read"), this::skus));
    }

    static Access permission(String action) {
        return new Access.Permission(action, request -> "/subscriptions/" + request.pathValue("subscriptionId"));
    }

    private WebResponse sizes(WebRequest request) {
        Locations.require(profile, request.pathValue("location"));
        return WebResponse.ok(list());
    }

    /** All sizes in the form of the sizes list; a machine may be resized to any of them. */
    static ObjectNode list() {
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        MachineSizes.all().forEach(size -> value.addObject().put("name", size.name()).put("numberOfCores", size.vcpus())
                .put("osDiskSizeInMB", MOST_OS_DISK_MIB).put("resourceDiskSizeInMB", size.temporaryMib()).put("memoryInMB", size.memoryMib())
                .put("maxDataDiskCount", size.dataDisks()));
        return body;
    }

    private WebResponse skus(WebRequest request) {
        List<Region> regions = request.queryValue("$filter").map(this::filtered).orElse(profile.regions());
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        for (Region region : regions) {
            MachineSizes.all().forEach(size -> machine(value.addObject(), size, region));
            for (DiskSku sku : DiskSku.values()) {
                disk(value.addObject(), sku, region);
            }
        }
        return WebResponse.ok(body);
    }

    private List<Region> filtered(String filter) {
        Matcher matcher = LOCATION_FILTER.matcher(filter);
        if (!matcher.matches()) {
            throw new CloudException(ComputeError.INVALID_FILTER, "The only $filter of SKUs is \"location eq '<location>'\".", "$filter", List.of());
        }
        return profile.region(matcher.group(1)).map(List::of).orElse(List.of());
    }

    private static void machine(ObjectNode node, MachineSize size, Region region) {
        node.put("resourceType", "virtualMachines").put("name", size.name()).put("tier", "Standard").put("size", size.shortName())
                .put("family", size.family());
        locations(node, region);
        ArrayNode capabilities = node.putArray("capabilities");
        capability(capabilities, "MaxResourceVolumeMB", Integer.toString(size.temporaryMib()));
        capability(capabilities, "OSVhdSizeMB", Integer.toString(MOST_OS_DISK_MIB));
        capability(capabilities, "vCPUs", Integer.toString(size.vcpus()));
        capability(capabilities, "HyperVGenerations", "V1,V2");
        capability(capabilities, "MemoryGB", new java.math.BigDecimal(size.memoryMib()).divide(new java.math.BigDecimal(1024)).toPlainString());
        capability(capabilities, "MaxDataDiskCount", Integer.toString(size.dataDisks()));
        capability(capabilities, "CpuArchitectureType", "x64");
        capability(capabilities, "LowPriorityCapable", "False");
        capability(capabilities, "PremiumIO", size.premiumStorage() ? "True" : "False");
        capability(capabilities, "VMDeploymentTypes", "IaaS");
        capability(capabilities, "vCPUsAvailable", Integer.toString(size.vcpus()));
        capability(capabilities, "EphemeralOSDiskSupported", "False");
        capability(capabilities, "EncryptionAtHostSupported", "True");
        capability(capabilities, "AcceleratedNetworkingEnabled", "False");
        capability(capabilities, "RdmaEnabled", "False");
        capability(capabilities, "MaxNetworkInterfaces", Integer.toString(size.interfaces()));
        node.putArray("restrictions");
    }

    private static void disk(ObjectNode node, DiskSku sku, Region region) {
        node.put("resourceType", "disks").put("name", sku.text()).put("tier", sku.tier());
        locations(node, region);
        ArrayNode capabilities = node.putArray("capabilities");
        capability(capabilities, "MinSizeGiB", "1");
        capability(capabilities, "MaxSizeGiB", Integer.toString(DiskRules.MOST_GIB));
        node.putArray("restrictions");
    }

    private static void locations(ObjectNode node, Region region) {
        node.putArray("locations").add(region.name());
        ObjectNode info = node.putArray("locationInfo").addObject().put("location", region.name());
        ArrayNode zones = info.putArray("zones");
        region.zones().forEach(zones::add);
        info.putArray("zoneDetails");
    }

    private static void capability(ArrayNode capabilities, String name, String value) {
        capabilities.addObject().put("name", name).put("value", value);
    }
}
