package woad.storage.access;

import java.util.Locale;
import woad.storage.account.Account;

/**
 * What an action is done to, in the form in which endpoints declare it: the id of the account, and below it
 * {@code /blobServices/default/containers/{name}/blobs/{path}}, {@code /queueServices/default/queues/{name}} or
 * {@code /tableServices/default/tables/{name}}.
 *
 * @param account   the account's resource id
 * @param service   null where the account as such is meant
 * @param container name of a container, queue or table; null where the service is meant
 * @param path      name of a blob or path, with all its slashes; null where the container is meant
 */
public record StorageScope(String account, StorageService service, String container, String path) {
    private static final String BLOBS = "/blobs/";

    /** A service of an account. */
    public static StorageScope service(Account account, StorageService service) {
        return new StorageScope(account.resourceId().toString(), service, null, null);
    }

    /** A container or filesystem. */
    public static StorageScope container(Account account, String container) {
        return new StorageScope(account.resourceId().toString(), StorageService.BLOB, container, null);
    }

    /** A blob or path. */
    public static StorageScope blob(Account account, String container, String path) {
        return new StorageScope(account.resourceId().toString(), StorageService.BLOB, container, path);
    }

    /** A queue. */
    public static StorageScope queue(Account account, String queue) {
        return new StorageScope(account.resourceId().toString(), StorageService.QUEUE, queue, null);
    }

    /** A table. */
    public static StorageScope table(Account account, String table) {
        return new StorageScope(account.resourceId().toString(), StorageService.TABLE, table, null);
    }

    /** @throws IllegalArgumentException where the text is not a scope inside a storage account */
    public static StorageScope parse(String text) {
        String[] parts = text.split("/", 10);
        if (parts.length < 9 || !parts[0].isEmpty() || !parts[6].equalsIgnoreCase("Microsoft.Storage") || !parts[7].equalsIgnoreCase("storageAccounts")) {
            throw new IllegalArgumentException("not a scope of storage: " + text);
        }
        String account = String.join("/", java.util.Arrays.copyOf(parts, 9));
        if (parts.length == 9) {
            return new StorageScope(account, null, null, null);
        }
        String rest = parts[9];
        for (StorageService service : new StorageService[] {StorageService.BLOB, StorageService.QUEUE, StorageService.TABLE}) {
            String prefix = prefix(service);
            if (rest.equals(prefix)) {
                return new StorageScope(account, service, null, null);
            }
            String collection = prefix + "/" + collection(service) + "/";
            if (rest.startsWith(collection)) {
                return inside(account, service, rest.substring(collection.length()));
            }
        }
        throw new IllegalArgumentException("not a scope of storage: " + text);
    }

    private static StorageScope inside(String account, StorageService service, String name) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return new StorageScope(account, service, name, null);
        }
        if (service != StorageService.BLOB || !name.startsWith(BLOBS, slash)) {
            throw new IllegalArgumentException("not a scope of storage: " + name);
        }
        return new StorageScope(account, service, name.substring(0, slash), name.substring(slash + BLOBS.length()));
    }

    /** The scope at which roles are looked up: roles are assigned to containers, queues and tables, never below. */
    public String roleScope() {
        return new StorageScope(account, service, container, null).toString();
    }

    /** Whether the scope is in an account. */
    public boolean isIn(Account other) {
        return account.equalsIgnoreCase(other.resourceId().toString());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(account);
        if (service != null) {
            text.append('/').append(prefix(service));
        }
        if (container != null) {
            text.append('/').append(collection(service)).append('/').append(container);
        }
        if (path != null) {
            text.append(BLOBS).append(path);
        }
        return text.toString();
    }

    private static String prefix(StorageService service) {
        return service.resourcePrefix().toLowerCase(Locale.ROOT) + "Services/default";
    }

    private static String collection(StorageService service) {
        return switch (service) {
            case BLOB, DATA_LAKE -> "containers";
            case QUEUE -> "queues";
            case TABLE -> "tables";
        };
    }
}
