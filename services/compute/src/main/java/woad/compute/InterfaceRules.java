package woad.compute;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import woad.resources.ResourceId;
import woad.resources.provider.PutRequest;

/** The rules of {@code networkProfile}. Whether an interface exists and is free is decided when the network service claims it. */
final class InterfaceRules {
    static final String TYPE = "Microsoft.Network/networkInterfaces";
    private static final String TARGET = "networkProfile.networkInterfaces";

    private InterfaceRules() {}

    /** @param existing null for a new machine */
    static MachineProperties.Network settle(MachineProperties.Network asked, MachineProperties.Network existing, MachineSize size, PutRequest put) {
        if (asked == null || asked.networkInterfaces() == null) {
            if (existing == null) {
                throw Refusal.required(TARGET);
            }
            return existing;
        }
        List<MachineProperties.Interface> interfaces = asked.networkInterfaces();
        if (interfaces.isEmpty()) {
            throw Refusal.parameter(TARGET, "Virtual machine must have at least one network interface in '" + TARGET + "'.");
        }
        if (interfaces.size() > size.interfaces()) {
            throw Refusal.notAllowed("The number of network interfaces for virtual machine " + put.id().name() + " exceeds the maximum allowed for the virtual"
                    + " machine size " + size.name() + ". The number of network interfaces is " + interfaces.size() + " and the maximum allowed is "
                    + size.interfaces() + ".");
        }
        Set<String> known = new HashSet<>();
        if (existing != null) {
            existing.networkInterfaces().forEach(one -> known.add(ResourceId.parse(one.id(), TARGET).key()));
        }
        Set<String> seen = new HashSet<>();
        List<MachineProperties.Interface> settled = new ArrayList<>();
        for (MachineProperties.Interface one : interfaces) {
            ResourceId id = id(one, put);
            if (!seen.add(id.key())) {
                throw Refusal.parameter(TARGET, "The network interface '" + id + "' is named twice.");
            }
            if (!known.contains(id.key())) {
                put.authorise("Microsoft.Network/networkInterfaces/join/action", id);
            }
            MachineProperties.InterfaceProperties properties = one.properties();
            boolean primary = interfaces.size() == 1 || properties != null && Boolean.TRUE.equals(properties.primary());
            MachineProperties.DeleteOption option = properties == null ? null : properties.deleteOption();
            settled.add(new MachineProperties.Interface(id.toString(), new MachineProperties.InterfaceProperties(primary, option)));
        }
        if (settled.stream().filter(one -> one.properties().primary()).count() != 1) {
            throw Refusal.parameter(TARGET, "Virtual machine " + put.id().name() + " must have exactly one network interface set as the primary.");
        }
        return new MachineProperties.Network(List.copyOf(settled));
    }

    private static ResourceId id(MachineProperties.Interface one, PutRequest put) {
        if (one == null || one.id() == null) {
            throw Refusal.required(TARGET + ".id");
        }
        ResourceId id = ResourceId.parse(one.id(), TARGET + ".id");
        if (!id.is(TYPE)) {
            throw Refusal.reference(TARGET + ".id", "The resource '" + id + "' is no network interface.");
        }
        if (!id.subscription().equals(put.id().subscription())) {
            throw Refusal.reference(TARGET + ".id", "The network interface '" + id + "' must be in the subscription of the virtual machine.");
        }
        return id;
    }
}
