package woad.compute;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import woad.platform.core.Json;
import woad.platform.core.SubscriptionId;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.Resource;

/** How much of its quotas a subscription uses in a region. Source: REST reference, "Usage - List". */
final class UsageEndpoints {
    private final ComputeParts parts;

    UsageEndpoints(ComputeParts parts) {
        this.parts = parts;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.of("Usage_List", Method.GET, "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}/usages",
                SizeEndpoints.permission("Microsoft.Compute/locations/usages/read"), this::usages));
    }

    private WebResponse usages(WebRequest request) {
        String location = Locations.require(parts.profile(), request.pathValue("location"));
        SubscriptionId subscription = SubscriptionId.parse(request.pathValue("subscriptionId"));
        List<Resource> machines = parts.resources().list(request.caller().tenant(), subscription, VirtualMachine.TYPE).stream()
                .filter(machine -> machine.desired().location().equals(location)).toList();
        Map<String, Integer> families = new TreeMap<>();
        MachineSizes.all().forEach(size -> families.put(size.family(), 0));
        machines.forEach(machine -> {
            MachineSize size = WantedMachine.of(machine).size();
            families.merge(size.family(), size.vcpus(), Integer::sum);
        });
        ObjectNode body = Json.object();
        ArrayNode value = body.putArray("value");
        usage(value, "cores", "Total Regional vCPUs", families.values().stream().mapToInt(Integer::intValue).sum(), Quota.CORES);
        usage(value, "virtualMachines", "Virtual Machines", machines.size(), Quota.MACHINES);
        families.forEach((family, cores) -> usage(value, family, family, cores, Quota.CORES));
        return WebResponse.ok(body);
    }

    private static void usage(ArrayNode value, String name, String words, int current, int limit) {
        value.addObject().put("unit", "Count").put("currentValue", current).put("limit", limit).putObject("name").put("value", name).put("localizedValue", words);
    }
}
