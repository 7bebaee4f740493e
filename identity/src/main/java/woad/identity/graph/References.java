package woad.identity.graph;

import java.util.Locale;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.DirectoryObjects;
import woad.identity.directory.Memberships;
import woad.identity.directory.Names;
import woad.identity.directory.ObjectKind;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;

/** Reads the URLs by which clients refer to directory objects ({@code @odata.id}). */
final class References {
    private static final Set<String> SETS = Set.of("directoryobjects", "users", "groups", "serviceprincipals");

    private final String root;

    /** @param root {@code https://graph.D/v1.0} */
    References(String root) {
        this.root = root;
    }

    /** The object that a URL means. @throws CloudException {@code Request_BadRequest} or {@code Request_ResourceNotFound} */
    DirectoryObject resolve(Handle handle, DirectoryObject from, Memberships.Relation relation, String url) {
        String[] parts = url.regionMatches(true, 0, root + "/", 0, root.length() + 1) ? url.substring(root.length() + 1).split("/", -1) : new String[0];
        if (parts.length != 2 || !SETS.contains(parts[0].toLowerCase(Locale.ROOT)) || !Guid.matches(parts[1])) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid URL format specified in @odata.id: '" + Names.printable(url) + "'. " + root
                    + "/directoryObjects/{id} is expected.");
        }
        DirectoryObject object = DirectoryObjects.find(handle, from.tenant(), Guid.parse(parts[1])).orElseThrow(() -> Objects.missing(parts[1]));
        boolean fits = switch (object.kind()) {
            case USER, SERVICE_PRINCIPAL -> true;
            case GROUP -> relation == Memberships.Relation.MEMBERS && !object.id().equals(from.id());
            case APPLICATION -> false;
        };
        if (!fits) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A " + object.kind().graphName() + " cannot be among the " + relation.graphName() + " of a "
                    + from.kind().graphName() + (object.kind() == ObjectKind.GROUP ? ", nor a group its own member." : "."));
        }
        return object;
    }
}
