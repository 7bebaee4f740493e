package woad.compute;

import java.util.List;
import woad.platform.core.CloudException;
import woad.platform.core.SubscriptionId;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;

/** What can be read of a machine beside the machine itself. */
final class MachineEndpoints {
    private static final String PATH = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/virtualMachines/{vmName}/";

    private final ComputeParts parts;

    MachineEndpoints(ComputeParts parts) {
        this.parts = parts;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("VirtualMachines_InstanceView", Method.GET, PATH + "instanceView", permission("instanceView/read"),
                        request -> WebResponse.ok(InstanceView.of(machine(request)))),
                Endpoint.of("VirtualMachines_ListAvailableSizes", Method.GET, PATH + "vmSizes", permission("vmSizes/read"), request -> {
                    machine(request);
                    return WebResponse.ok(SizeEndpoints.list());
                }));
    }

    private static Access permission(String name) {
        return new Access.Permission(VirtualMachine.TYPE + "/" + name, request -> id(request).toString());
    }

    private Resource machine(WebRequest request) {
        ResourceId id = id(request);
        return parts.resources().find(id).orElseThrow(() -> new CloudException(ResourceManagerError.RESOURCE_NOT_FOUND, "The Resource '" + VirtualMachine.TYPE + "/"
                + id.name() + "' under resource group '" + id.group() + "' was not found."));
    }

    private static ResourceId id(WebRequest request) {
        return ResourceId.group(SubscriptionId.parse(request.pathValue("subscriptionId")), request.pathValue("resourceGroupName"))
                .resource(VirtualMachine.TYPE, request.pathValue("vmName"));
    }
}
