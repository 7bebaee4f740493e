package woad.identity.directory;

import woad.platform.web.Caller;

/** What a directory object is. {@link #graphName} is its type in Microsoft Graph and its kind in the database. */
public enum ObjectKind {
    USER("user", "User"),
    GROUP("group", "Group"),
    APPLICATION("application", "Application"),
    SERVICE_PRINCIPAL("servicePrincipal", "ServicePrincipal");

    private final String graphName;
    private final String messageName;

    ObjectKind(String graphName, String messageName) {
        this.graphName = graphName;
        this.messageName = messageName;
    }

    /** {@code user}, {@code group}, {@code application} or {@code servicePrincipal}. */
    public String graphName() {
        return graphName;
    }

    /** As Microsoft Graph names it in error messages. */
    public String messageName() {
        return messageName;
    }

    /** @throws IllegalArgumentException where the database holds a kind that this version does not know */
    public static ObjectKind ofGraphName(String name) {
        for (ObjectKind kind : values()) {
            if (kind.graphName.equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("unknown kind of directory object: " + name);
    }

    /** What a principal of this kind is to the request pipeline. @throws IllegalStateException for kinds that cannot call */
    public Caller.Kind callerKind() {
        return switch (this) {
            case USER -> Caller.Kind.USER;
            case SERVICE_PRINCIPAL -> Caller.Kind.SERVICE_PRINCIPAL;
            case GROUP, APPLICATION -> throw new IllegalStateException("a " + graphName + " cannot call");
        };
    }
}
