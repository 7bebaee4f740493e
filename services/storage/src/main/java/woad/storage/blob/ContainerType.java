package woad.storage.blob;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import woad.platform.core.CloudException;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.resources.Resource;
import woad.resources.ResourceId;
import woad.resources.ResourceManagerError;
import woad.resources.provider.Body;
import woad.resources.provider.ProxyType;
import woad.resources.provider.View;
import woad.storage.StorageError;
import woad.storage.access.PublicAccess;
import woad.storage.account.Account;
import woad.storage.account.AccountError;
import woad.storage.account.Accounts;
import woad.storage.wire.MetadataHeaders;

/** {@code blobServices/default/containers} of an account: containers as the resource manager shows and changes them. Source: Blob Containers REST reference. */
public final class ContainerType implements ProxyType {
    private static final Pattern PREFIX = Pattern.compile("startswith\\(\\s*name\\s*,\\s*'([^']*)'\\s*\\)|([a-z0-9$-]*)", Pattern.CASE_INSENSITIVE);

    private final Database database;
    private final Accounts accounts;
    private final Ids ids;
    private final Moments moments;

    public ContainerType(Database database, Accounts accounts, Ids ids, Moments moments) {
        this.database = database;
        this.accounts = accounts;
        this.ids = ids;
        this.moments = moments;
    }

    @Override
    public String type() {
        return "Microsoft.Storage/storageAccounts/blobServices/containers";
    }

    @Override
    public List<String> apiVersions() {
        return Accounts.API_VERSIONS;
    }

    @Override
    public boolean patchable() {
        return true;
    }

    @Override
    public boolean deletable() {
        return true;
    }

    @Override
    public Optional<ObjectNode> find(Resource owner, ResourceId id, View view) {
        return isDefault(id) && Names.isContainer(id.name())
                ? database.with(handle -> ContainerTable.find(handle, owner.uniqueId(), id.name())).map(container -> render(container, moments.now())) : Optional.empty();
    }

    @Override
    public List<Named> list(Resource owner, ResourceId parent, Page page, View view) {
        if (!isService(parent)) {
            throw notFound(parent);
        }
        String filter = page.query().getOrDefault("$filter", "");
        Matcher prefix = PREFIX.matcher(filter);
        if (!prefix.matches()) {
            throw new CloudException(ResourceManagerError.INVALID_FILTER, "The $filter is not supported: it can be the beginning of the names.", "$filter", List.of());
        }
        String wanted = Optional.ofNullable(prefix.group(1)).or(() -> Optional.ofNullable(prefix.group(2))).orElse("");
        boolean deleted = page.query().getOrDefault("$include", "").equalsIgnoreCase("deleted");
        Instant now = moments.now();
        // Names have no character as low as the one added: what comes after a name comes at or after the name with it.
        String from = page.after().isEmpty() ? "" : page.after() + "\u0001";
        return database.with(handle -> ContainerTable.list(handle, owner.uniqueId(), wanted, from, deleted, true, page.most())).stream()
                .map(container -> new Named(container.name(), render(container, now))).toList();
    }

    @Override
    public boolean put(Handle handle, Resource owner, ResourceId id, ObjectNode body) {
        if (!isDefault(id)) {
            throw notFound(id);
        }
        Account account = accounts.find(handle, owner.id().name()).orElseThrow();
        Optional<Container> present = ContainerTable.lock(handle, account.id(), id.name());
        Asked asked = Asked.read(body, present);
        if (asked.access() != PublicAccess.NONE && !account.settings().allowBlobPublicAccess()) {
            throw StorageError.PUBLIC_ACCESS_NOT_PERMITTED.refusal();
        }
        Instant moment = moments.next();
        if (present.isPresent()) {
            ContainerTable.update(handle, present.get().with(asked.access(), present.get().policies()).with(asked.metadata()).changed(moment));
            return false;
        }
        Container made = new Container(ids.guid(), account.id(), Names.container(id.name()), Moments.tag(moment), moment, asked.metadata(), asked.access(), List.of(), Lease.NONE, null);
        if (!ContainerTable.insert(handle, made)) {
            throw StorageError.CONTAINER_ALREADY_EXISTS.refusal();
        }
        return true;
    }

    @Override
    public boolean delete(Handle handle, Resource owner, ResourceId id) {
        Optional<Container> present = isDefault(id) ? ContainerTable.lock(handle, owner.uniqueId(), id.name()) : Optional.empty();
        present.ifPresent(container -> {
            Instant now = moments.next();
            LeaseGuard.CONTAINER.write(container.lease(), null, now);
            Containers.remove(handle, accounts.find(handle, owner.id().name()).orElseThrow(), container, now);
        });
        return present.isPresent();
    }

    /** What a request wants; what it leaves out stays as it is. */
    private record Asked(PublicAccess access, SortedMap<String, String> metadata) {
        static Asked read(ObjectNode body, Optional<Container> present) {
            Body request = Body.of(body, "request", AccountError.INVALID_SERVICE_PROPERTIES);
            request.ignore("id", "name", "type", "etag");
            Body properties = request.object("properties").orElseGet(() -> Body.of(Json.object(), "properties", AccountError.INVALID_SERVICE_PROPERTIES));
            request.end();
            properties.notOffered("denyEncryptionScopeOverride", "enableNfsV3AllSquash", "enableNfsV3RootSquash");
            properties.object("immutableStorageWithVersioning").ifPresent(immutable -> immutable.notOffered("enabled"));
            properties.choice("defaultEncryptionScope", List.of("$account-encryption-key"));
            PublicAccess access = properties.choice("publicAccess", List.of("None", "Blob", "Container")).map(word -> PublicAccess.valueOf(word.toUpperCase(Locale.ROOT)))
                    .orElse(present.map(Container::publicAccess).orElse(PublicAccess.NONE));
            SortedMap<String, String> metadata = properties.object("metadata").map(given -> metadata((ObjectNode) body.at("/properties/metadata")))
                    .orElse(present.map(Container::metadata).orElseGet(TreeMap::new));
            properties.ignore("hasImmutabilityPolicy", "hasLegalHold", "deleted", "remainingRetentionDays", "lastModifiedTime", "leaseStatus", "leaseState", "leaseDuration",
                    "immutabilityPolicy", "legalHold", "version", "deletedTime").end();
            return new Asked(access, metadata);
        }

        private static SortedMap<String, String> metadata(ObjectNode given) {
            Map<String, String> metadata = new TreeMap<>();
            given.properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
            return MetadataHeaders.checked(metadata);
        }
    }

    private static ObjectNode render(Container container, Instant now) {
        ObjectNode body = Json.object().put("etag", container.etag().toString());
        ObjectNode properties = body.putObject("properties").put("publicAccess", word(Answers.text(container.publicAccess()))).put("lastModifiedTime", container.lastModified().toString())
                .put("leaseStatus", word(Answers.status(container.lease(), now))).put("leaseState", word(Answers.state(container.lease(), now)))
                .put("hasImmutabilityPolicy", false).put("hasLegalHold", false).put("defaultEncryptionScope", "$account-encryption-key").put("denyEncryptionScopeOverride", false)
                .put("deleted", container.deleted() != null)
                .put("remainingRetentionDays", container.deleted() == null ? 0 : Answers.remainingDays(container.deleted().purgeAt(), now));
        if (Answers.duration(container.lease(), now) != null) {
            properties.put("leaseDuration", word(Answers.duration(container.lease(), now)));
        }
        if (container.deleted() != null) {
            properties.put("version", container.deleted().version()).put("deletedTime", container.deleted().at().toString());
        }
        ObjectNode metadata = properties.putObject("metadata");
        container.metadata().forEach(metadata::put);
        return body;
    }

    private static String word(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static boolean isDefault(ResourceId id) {
        return id.parent().filter(ContainerType::isService).isPresent();
    }

    private static boolean isService(ResourceId id) {
        return id.name().equalsIgnoreCase("default");
    }

    private static CloudException notFound(ResourceId id) {
        return new CloudException(ResourceManagerError.PARENT_NOT_FOUND, "The only blob service of an account is 'default'; " + id + " does not exist.");
    }
}
