package woad.storage.access;

import java.util.Arrays;
import java.util.List;
import woad.resources.access.Grants;

/**
 * What roles must give for an action.
 *
 * @param data         whether these are data actions; otherwise actions
 * @param alternatives any one is enough; each is a list of permissions that are needed together. Empty where no role is needed
 */
public record RolePermission(boolean data, List<List<String>> alternatives) {
    private static final String PREFIX = "Microsoft.Storage/storageAccounts/";

    /** No role: being proven is enough, since what is inside is authorised by itself. */
    static final RolePermission NONE = new RolePermission(false, List.of());

    /** An action on the resource. */
    static RolePermission action(String name) {
        return new RolePermission(false, List.of(List.of(PREFIX + name)));
    }

    /** Any of some data actions; {@code a & b} stands for both together. */
    static RolePermission data(String... names) {
        return new RolePermission(true, Arrays.stream(names)
                .map(name -> Arrays.stream(name.split(" & ")).map(part -> PREFIX + part).toList()).toList());
    }

    /** Whether what a caller's roles give is enough. */
    public boolean heldBy(Grants grants) {
        return alternatives.isEmpty() || alternatives.stream().anyMatch(all -> all.stream()
                .allMatch(name -> data ? grants.allowData(name) : grants.allow(name)));
    }
}
