package woad.resources.deployments.template.expression;

/** How the id of a resource is put together from its scope, type and name. Source: Azure Resource Manager's {@code resourceId}. */
public final class ResourcePaths {
    private ResourcePaths() {}

    /**
     * The id of a resource.
     *
     * @param scope without a trailing slash; empty for the tenant
     * @param type  {@code Namespace/type[/type…]}
     * @param name  one segment for each segment of the type after the namespace, divided by slashes
     * @throws IllegalArgumentException where type and name do not have matching segments
     */
    public static String id(String scope, String type, String name) {
        if (type.equalsIgnoreCase("Microsoft.Resources/resourceGroups") && !name.contains("/")) {
            return scope + "/resourceGroups/" + name;
        }
        return scope + "/providers/" + relative(type, name);
    }

    /** {@code Namespace/type/name[/type/name…]}. */
    public static String relative(String type, String name) {
        String[] types = type.split("/", -1);
        String[] names = name.split("/", -1);
        if (types.length != names.length + 1) {
            throw new IllegalArgumentException("type and name do not match");
        }
        StringBuilder path = new StringBuilder(types[0]);
        for (int i = 0; i < names.length; i++) {
            if (types[i + 1].isBlank() || names[i].isBlank()) {
                throw new IllegalArgumentException("a segment is empty");
            }
            path.append('/').append(types[i + 1]).append('/').append(names[i]);
        }
        return path.toString();
    }
}
