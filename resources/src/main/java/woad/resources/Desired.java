package woad.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a customer asked a resource to be, validated and with defaults filled in.
 *
 * @param location   region name, or null for types that have none
 * @param tags       name to string
 * @param envelope   further top-level members: {@code sku}, {@code zones}, {@code identity}, {@code plan}, {@code kind}, {@code extendedLocation}
 * @param properties the type's own
 */
public record Desired(String location, ObjectNode tags, ObjectNode envelope, ObjectNode properties) {
    /** The same with other properties. */
    public Desired withProperties(ObjectNode other) {
        return new Desired(location, tags, envelope, other);
    }
}
