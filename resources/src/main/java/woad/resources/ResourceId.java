package woad.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.core.SubscriptionId;

/**
 * The ARM id of a resource or of a resource group: {@code /subscriptions/{guid}/resourceGroups/{name}[/providers/{namespace}/{type}/{name}…]}.
 * Compared without regard to case; keeps the letters it was written with.
 *
 * @param namespace provider namespace, or null for a resource group
 * @param types     type segments, outermost first; as many as {@code names}
 */
public record ResourceId(SubscriptionId subscription, String group, String namespace, List<String> types, List<String> names) {
    public ResourceId {
        types = List.copyOf(types);
        names = List.copyOf(names);
        if (types.size() != names.size() || (namespace == null) != types.isEmpty()) {
            throw new IllegalArgumentException("a resource id needs a name for each type");
        }
    }

    /** The id of a resource group. */
    public static ResourceId group(SubscriptionId subscription, String name) {
        return new ResourceId(subscription, name, null, List.of(), List.of());
    }

    /** The id of a resource of a top-level type, say {@code Microsoft.Network/virtualNetworks}, in this group. */
    public ResourceId resource(String fullType, String name) {
        int slash = fullType.indexOf('/');
        return new ResourceId(subscription, group, fullType.substring(0, slash), List.of(fullType.substring(slash + 1)), List.of(name));
    }

    /** The id of a child of this resource. */
    public ResourceId child(String type, String name) {
        List<String> moreTypes = new ArrayList<>(types);
        moreTypes.add(type);
        List<String> moreNames = new ArrayList<>(names);
        moreNames.add(name);
        return new ResourceId(subscription, group, namespace, moreTypes, moreNames);
    }

    /** Reads an id, or says nothing where the text is none. */
    public static Optional<ResourceId> tryParse(String text) {
        String[] parts = text.startsWith("/") ? text.substring(1).split("/", -1) : new String[0];
        boolean form = parts.length >= 4 && parts[0].equalsIgnoreCase("subscriptions") && Guid.matches(parts[1])
                && parts[2].equalsIgnoreCase("resourceGroups") && !parts[3].isEmpty();
        if (!form) {
            return Optional.empty();
        }
        SubscriptionId subscription = SubscriptionId.parse(parts[1]);
        if (parts.length == 4) {
            return Optional.of(group(subscription, parts[3]));
        }
        if (parts.length < 8 || parts.length % 2 != 0 || !parts[4].equalsIgnoreCase("providers")) {
            return Optional.empty();
        }
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 5; i < parts.length; i++) {
            if (parts[i].isEmpty()) {
                return Optional.empty();
            }
        }
        for (int i = 6; i < parts.length; i += 2) {
            types.add(parts[i]);
            names.add(parts[i + 1]);
        }
        return Optional.of(new ResourceId(subscription, parts[3], parts[5], types, names));
    }

    /** @throws CloudException {@code InvalidResourceReference} where the text is no id; {@code target} is the property that holds it */
    public static ResourceId parse(String text, String target) {
        return tryParse(text).orElseThrow(() -> new CloudException(ResourceManagerError.INVALID_RESOURCE_REFERENCE,
                "The value '" + text + "' of " + target + " is not a resource id.", target, List.of()));
    }

    /** The last name. For a group, its name. */
    public String name() {
        return names.isEmpty() ? group : names.getLast();
    }

    /** The full type: {@code Microsoft.Network/virtualNetworks/subnets}; for a group {@code Microsoft.Resources/resourceGroups}. */
    public String type() {
        return namespace == null ? "Microsoft.Resources/resourceGroups" : namespace + "/" + String.join("/", types);
    }

    /** Whether it is of this full type, without regard to case. */
    public boolean is(String fullType) {
        return type().equalsIgnoreCase(fullType);
    }

    /** The id of the group it is in. */
    public ResourceId groupId() {
        return group(subscription, group);
    }

    /** The resource it is a child of, if it is a child. */
    public Optional<ResourceId> parent() {
        return types.size() < 2 ? Optional.empty() : Optional.of(new ResourceId(subscription, group, namespace,
                types.subList(0, types.size() - 1), names.subList(0, names.size() - 1)));
    }

    /** The resource that it is or is inside of, by its first so many types and names. */
    public ResourceId outer(int depth) {
        return new ResourceId(subscription, group, namespace, types.subList(0, depth), names.subList(0, depth));
    }

    /** What equal ids share: the id in lower case. */
    public String key() {
        return toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceId id && id.key().equals(key());
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("/subscriptions/").append(subscription).append("/resourceGroups/").append(group);
        if (namespace != null) {
            text.append("/providers/").append(namespace);
            for (int i = 0; i < types.size(); i++) {
                text.append('/').append(types.get(i)).append('/').append(names.get(i));
            }
        }
        return text.toString();
    }
}
