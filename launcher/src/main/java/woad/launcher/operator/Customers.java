package woad.launcher.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import woad.launcher.Failure;

/** What the operator does for customers. */
public record Customers(OperatorClient operator) {

    /** A tenant; {@code domain} is what its users' names end with. */
    public record Tenant(UUID id, String displayName, String domain) {}

    /** A subscription. */
    public record Subscription(UUID id, UUID tenantId, String displayName) {}

    /** A new or renewed person with a generated password, which is told once. */
    public record Person(String userPrincipalName, String password) {
        @Override
        public String toString() {
            return "Person[" + userPrincipalName + "]";
        }
    }

    /** A new application with its secret, which is told once. */
    public record Application(UUID clientId, String clientSecret) {
        @Override
        public String toString() {
            return "Application[" + clientId + "]";
        }
    }

    public Tenant createTenant(String displayName, String domain) throws IOException {
        return tenant(operator.post("/tenants", Map.of("displayName", displayName, "domain", domain)));
    }

    public Subscription createSubscription(Tenant tenant, String displayName) throws IOException {
        return subscription(operator.post("/subscriptions", Map.of("tenantId", tenant.id(), "displayName", displayName)));
    }

    /** @param administrator of the tenant's directory */
    public Person createPerson(Tenant tenant, String userPrincipalName, String displayName, boolean administrator, List<UUID> ownerOf) throws IOException {
        return person(operator.post("/users", Map.of("tenantId", tenant.id(), "userPrincipalName", userPrincipalName, "displayName", displayName,
                "administrator", administrator, "ownerOf", ownerOf)));
    }

    /** A new password for a person, who becomes owner of the subscriptions too. */
    public Person resetPassword(Tenant tenant, String userPrincipalName, List<UUID> ownerOf) throws IOException {
        return person(operator.post("/users/resetPassword", Map.of("tenantId", tenant.id(), "userPrincipalName", userPrincipalName, "ownerOf", ownerOf)));
    }

    /** An application of a tenant. @param administrator of the tenant's directory */
    public Application createApplication(Tenant tenant, String displayName, boolean administrator, List<UUID> ownerOf) throws IOException {
        JsonNode made = operator.post("/applications", Map.of("tenantId", tenant.id(), "displayName", displayName, "administrator", administrator, "ownerOf", ownerOf));
        return new Application(UUID.fromString(made.path("clientId").asText()), made.path("clientSecret").asText());
    }

    /** A tenant by its id or its domain. @throws Failure where there is none */
    public Tenant tenant(String idOrDomain) throws IOException {
        return find(idOrDomain).orElseThrow(() -> new Failure("there is no tenant " + idOrDomain, "make it: ./woad tenant create --name … --domain …"));
    }

    /** A tenant by its id or its domain. */
    public Optional<Tenant> find(String idOrDomain) throws IOException {
        return values("/tenants").stream().map(Customers::tenant)
                .filter(t -> t.id().toString().equalsIgnoreCase(idOrDomain) || t.domain().equalsIgnoreCase(idOrDomain)).findFirst();
    }

    /** The subscriptions of a tenant. */
    public List<Subscription> subscriptions(Tenant tenant) throws IOException {
        return values("/subscriptions").stream().map(Customers::subscription).filter(s -> s.tenantId().equals(tenant.id())).toList();
    }

    private List<JsonNode> values(String path) throws IOException {
        return StreamSupport.stream(operator.get(path).path("value").spliterator(), false).toList();
    }

    private static Tenant tenant(JsonNode node) {
        return new Tenant(UUID.fromString(node.path("id").asText()), node.path("displayName").asText(), node.path("domain").asText());
    }

    private static Subscription subscription(JsonNode node) {
        return new Subscription(UUID.fromString(node.path("id").asText()), UUID.fromString(node.path("tenantId").asText()), node.path("displayName").asText());
    }

    private static Person person(JsonNode node) {
        return new Person(node.path("userPrincipalName").asText(), node.path("password").asText());
    }
}
