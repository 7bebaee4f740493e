package woad.resources;

/** How a tenant is called: for people, and by its first domain. */
public record TenantNames(String displayName, String defaultDomain) {}
