package woad.resources.provider;

import java.util.List;

/**
 * A child that lives in an array of its parent's {@code properties}, such as {@code subnets} of a virtual network or
 * {@code securityRules} of a security group. Elements are {@code {"name", "properties"}}. Writing a child is writing its parent
 * with the array changed; reading one is reading the rendered parent.
 *
 * @param name        type segment: {@code subnets}
 * @param array       member of {@code properties}: {@code subnets}
 * @param apiVersions newest first
 */
public record EmbeddedType(String name, String array, List<String> apiVersions) {
    public EmbeddedType {
        apiVersions = List.copyOf(apiVersions);
    }
}
