package woad.identity.graph;

import static woad.identity.graph.GraphProperty.of;
import static woad.identity.graph.GraphProperty.readOnly;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import woad.identity.directory.ObjectKind;

/** The types of Microsoft Graph v1.0 that the directory has, with those of their properties that it keeps. */
enum GraphType {
    USER(ObjectKind.USER, "users", List.of(
            of("displayName", new Shape.Text(256)).filterable(), of("userPrincipalName", new Shape.Text(113)).filterable(),
            of("givenName", new Shape.Text(64)).filterable(), of("surname", new Shape.Text(64)).filterable(), of("jobTitle", new Shape.Text(128)).filterable(),
            of("mail", new Shape.Text(254)).filterable(), of("mobilePhone", new Shape.Text(64)), of("officeLocation", new Shape.Text(128)),
            of("preferredLanguage", new Shape.Text(32)), of("businessPhones", Shape.TEXTS),
            of("accountEnabled", Shape.FLAG).filterable().onRequest(), of("mailNickname", new Shape.Text(64)).filterable().onRequest(),
            of("department", new Shape.Text(64)).filterable().onRequest(), of("companyName", new Shape.Text(64)).onRequest(),
            of("city", new Shape.Text(128)).onRequest(), of("country", new Shape.Text(128)).onRequest(), of("usageLocation", new Shape.Text(2)).onRequest(),
            of("employeeId", new Shape.Text(16)).onRequest(), of("otherMails", Shape.TEXTS).onRequest(),
            of("onPremisesImmutableId", new Shape.Text(256)).onRequest(), of("userType", new Shape.Text(16)).filterable().onRequest(),
            of("passwordProfile", new Shape.Structure(Map.of("password", new Shape.Text(256), "forceChangePasswordNextSignIn", Shape.FLAG,
                    "forceChangePasswordNextSignInWithMfa", Shape.FLAG))).with(GraphProperty.Write.SECRET).onRequest(),
            readOnly("createdDateTime", new Shape.Time()).onRequest())),

    GROUP(ObjectKind.GROUP, "groups", List.of(
            of("displayName", new Shape.Text(256)).filterable(), of("description", Shape.TEXT).filterable(), of("mailNickname", new Shape.Text(64)).filterable(),
            of("mailEnabled", Shape.FLAG).filterable(), of("securityEnabled", Shape.FLAG).filterable(),
            of("groupTypes", Shape.TEXTS).with(GraphProperty.Write.ONCE).filterable(), of("visibility", new Shape.Text(16)),
            readOnly("mail", Shape.TEXT), readOnly("createdDateTime", new Shape.Time()), readOnly("deletedDateTime", new Shape.Time()))),

    APPLICATION(ObjectKind.APPLICATION, "applications", List.of(
            of("displayName", new Shape.Text(256)).filterable(), readOnly("appId", Shape.TEXT).filterable(), of("identifierUris", Shape.TEXTS).filterable(),
            of("signInAudience", new Shape.Text(64)).filterable(), of("isFallbackPublicClient", Shape.FLAG), of("description", Shape.TEXT), of("notes", Shape.TEXT),
            of("serviceManagementReference", new Shape.Text(256)), of("groupMembershipClaims", new Shape.Text(64)), of("tags", Shape.TEXTS).filterable(),
            of("web", new Shape.Structure(Map.of("redirectUris", Shape.TEXTS, "homePageUrl", Shape.TEXT, "logoutUrl", Shape.TEXT,
                    "implicitGrantSettings", new Shape.Structure(Map.of("enableIdTokenIssuance", Shape.FLAG, "enableAccessTokenIssuance", Shape.FLAG))))),
            of("publicClient", new Shape.Structure(Map.of("redirectUris", Shape.TEXTS))), of("spa", new Shape.Structure(Map.of("redirectUris", Shape.TEXTS))),
            of("api", new Shape.Structure(Map.of("requestedAccessTokenVersion", new Shape.Number(), "acceptMappedClaims", Shape.FLAG,
                    "knownClientApplications", new Shape.ListOf(new Shape.Identifier()), "oauth2PermissionScopes", new Shape.ListOf(Structures.SCOPE),
                    "preAuthorizedApplications", new Shape.ListOf(new Shape.Structure(Map.of("appId", Shape.TEXT, "delegatedPermissionIds", Shape.TEXTS)))))),
            of("appRoles", new Shape.ListOf(Structures.APP_ROLE)), of("requiredResourceAccess", new Shape.ListOf(Structures.RESOURCE_ACCESS)),
            of("keyCredentials", new Shape.ListOf(Structures.KEY_CREDENTIAL)),
            readOnly("passwordCredentials", new Shape.ListOf(Structures.PASSWORD_CREDENTIAL)), readOnly("publisherDomain", Shape.TEXT),
            readOnly("createdDateTime", new Shape.Time()), readOnly("deletedDateTime", new Shape.Time()))),

    SERVICE_PRINCIPAL(ObjectKind.SERVICE_PRINCIPAL, "servicePrincipals", List.of(
            readOnly("displayName", new Shape.Text(256)).filterable(), of("appId", Shape.TEXT).with(GraphProperty.Write.ONCE).filterable(),
            of("accountEnabled", Shape.FLAG).filterable(), readOnly("appDisplayName", Shape.TEXT), readOnly("servicePrincipalNames", Shape.TEXTS).filterable(),
            readOnly("servicePrincipalType", Shape.TEXT).filterable(), readOnly("appOwnerOrganizationId", new Shape.Identifier()),
            of("appRoleAssignmentRequired", Shape.FLAG), of("alternativeNames", Shape.TEXTS).filterable(), of("description", Shape.TEXT), of("notes", Shape.TEXT),
            of("homepage", Shape.TEXT), of("loginUrl", Shape.TEXT), of("tags", Shape.TEXTS).filterable(), of("keyCredentials", new Shape.ListOf(Structures.KEY_CREDENTIAL)),
            readOnly("passwordCredentials", new Shape.ListOf(Structures.PASSWORD_CREDENTIAL)), readOnly("appRoles", new Shape.ListOf(Structures.APP_ROLE)),
            readOnly("oauth2PermissionScopes", new Shape.ListOf(Structures.SCOPE)), readOnly("replyUrls", Shape.TEXTS), readOnly("signInAudience", Shape.TEXT),
            readOnly("deletedDateTime", new Shape.Time())));

    /** Complex types of Graph. */
    private static final class Structures {
        static final Shape APP_ROLE = new Shape.Structure(Map.of("id", new Shape.Identifier(), "value", Shape.TEXT, "displayName", Shape.TEXT,
                "description", Shape.TEXT, "isEnabled", Shape.FLAG, "allowedMemberTypes", Shape.TEXTS, "origin", Shape.TEXT));
        static final Shape SCOPE = new Shape.Structure(Map.of("id", new Shape.Identifier(), "value", Shape.TEXT, "type", Shape.TEXT, "isEnabled", Shape.FLAG,
                "adminConsentDisplayName", Shape.TEXT, "adminConsentDescription", Shape.TEXT, "userConsentDisplayName", Shape.TEXT, "userConsentDescription", Shape.TEXT));
        static final Shape RESOURCE_ACCESS = new Shape.Structure(Map.of("resourceAppId", Shape.TEXT,
                "resourceAccess", new Shape.ListOf(new Shape.Structure(Map.of("id", new Shape.Identifier(), "type", Shape.TEXT)))));
        static final Shape PASSWORD_CREDENTIAL = new Shape.Structure(Map.of("keyId", new Shape.Identifier(), "displayName", Shape.TEXT, "hint", Shape.TEXT,
                "startDateTime", new Shape.Time(), "endDateTime", new Shape.Time(), "secretText", Shape.TEXT, "customKeyIdentifier", Shape.TEXT));
        static final Shape KEY_CREDENTIAL = new Shape.Structure(Map.of("keyId", new Shape.Identifier()));
    }

    private final ObjectKind kind;
    private final String collection;
    private final List<GraphProperty> properties;

    GraphType(ObjectKind kind, String collection, List<GraphProperty> properties) {
        this.kind = kind;
        this.collection = collection;
        this.properties = properties;
    }

    ObjectKind kind() {
        return kind;
    }

    /** Its entity set: {@code users}, … */
    String collection() {
        return collection;
    }

    List<GraphProperty> properties() {
        return properties;
    }

    /** {@code #microsoft.graph.user}, … */
    String odataType() {
        return "#microsoft.graph." + kind.graphName();
    }

    Optional<GraphProperty> property(String name) {
        return properties.stream().filter(property -> property.name().equals(name)).findFirst();
    }

    static GraphType ofKind(ObjectKind kind) {
        return switch (kind) {
            case USER -> USER;
            case GROUP -> GROUP;
            case APPLICATION -> APPLICATION;
            case SERVICE_PRINCIPAL -> SERVICE_PRINCIPAL;
        };
    }
}
