package woad.storage.table;

import static woad.storage.access.StorageAction.*;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import woad.platform.web.Endpoint;
import woad.platform.web.Handler;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.EntityRange;
import woad.storage.access.StorageAction;
import woad.storage.access.StorageGrant;
import woad.storage.account.AccountHosts;
import woad.storage.wire.QueryNumbers;

/** The operations on entities. Source: "Operations on entities" in the Table Storage REST reference. */
final class EntityEndpoints {
    private static final String ENTITY = "/{table}({keys})";
    private static final String IF_MATCH = "if-match";

    private final AccountHosts hosts;
    private final EntityStore store;
    private final EntityChanges changes;
    private final EntityQuery query;

    EntityEndpoints(AccountHosts hosts, EntityStore store, EntityChanges changes) {
        this.hosts = hosts;
        this.store = store;
        this.changes = changes;
        this.query = new EntityQuery(store);
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("Entities_Query", Method.GET, "/{table}", TableEndpoints.table(hosts, QUERY_ENTITIES), this::query),
                Endpoint.of("Entities_QueryAll", Method.GET, "/{table}()", TableEndpoints.table(hosts, QUERY_ENTITIES), this::query),
                Endpoint.of("Entity_Get", Method.GET, ENTITY, TableEndpoints.table(hosts, QUERY_ENTITIES), this::get),
                write("Entity_Insert", Method.POST, "/{table}", INSERT_ENTITY, this::insert),
                write("Entity_InsertOrReplace", Method.PUT, ENTITY, UPSERT_ENTITY, request -> write(request, false)),
                write("Entity_Update", Method.PUT, ENTITY, UPDATE_ENTITY, request -> write(request, false)).whenHeader(IF_MATCH),
                write("Entity_InsertOrMerge", Method.MERGE, ENTITY, UPSERT_ENTITY, request -> write(request, true)),
                write("Entity_Merge", Method.MERGE, ENTITY, UPDATE_ENTITY, request -> write(request, true)).whenHeader(IF_MATCH),
                write("Entity_InsertOrPatch", Method.PATCH, ENTITY, UPSERT_ENTITY, request -> write(request, true)),
                write("Entity_Patch", Method.PATCH, ENTITY, UPDATE_ENTITY, request -> write(request, true)).whenHeader(IF_MATCH),
                Endpoint.of("Entity_Delete", Method.DELETE, ENTITY, TableEndpoints.table(hosts, DELETE_ENTITY), this::delete));
    }

    private Endpoint write(String name, Method method, String path, StorageAction action, Handler handler) {
        return new Endpoint(name, method, PathPattern.of(path), TableEndpoints.table(hosts, action), Endpoint.JSON_LIMIT, handler);
    }

    private WebResponse query(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        TableName table = TableEndpoints.name(request);
        Filter filter = request.queryValue("$filter").filter(text -> !text.isBlank()).map(FilterParser::parse).orElse(new Filter.Constant(true));
        EntityRange visible = StorageGrant.entitiesOf(request.caller());
        ScanRange range = new ScanRange(KeyRange.of(filter), Continuation.of(request), visible);
        EntityQuery.Page page = query.run(hosts.account(request), table, filter, range, top(request));
        WebResponse answer = writer.page(table, page.entities(), select(request));
        return data(page.next() == null ? answer : Continuation.write(answer, page.next()));
    }

    private WebResponse get(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        TableName table = TableEndpoints.name(request);
        EntityKey key = key(request);
        Entity found = store.find(hosts.account(request), table, key).orElseThrow(StorageError.RESOURCE_NOT_FOUND::refusal);
        return data(writer.entity(200, table, found, select(request)));
    }

    private WebResponse insert(WebRequest request) {
        EntityWriter writer = EntityWriter.of(request);
        TableName table = TableEndpoints.name(request);
        ObjectNode document = TableEndpoints.document(request);
        EntityKey key = keyOf(document);
        Map<String, EdmValue> properties = PropertyJson.read(document);
        EntityLimits.check(key, properties);
        visible(request, key);
        Instant made = store.insert(hosts.account(request), table, key, properties).orElseThrow(StorageError.ENTITY_ALREADY_EXISTS::refusal);
        Entity entity = new Entity(key, made, properties);
        WebResponse answer = Preference.of(request) == Preference.CONTENT ? writer.entity(201, table, entity, Set.of())
                : WebResponse.empty(204).header("ETag", entity.tag().toString()).header("DataServiceId", writer.url(table, key));
        return data(Preference.applied(request, answer).header("Location", writer.url(table, key)));
    }

    private WebResponse write(WebRequest request, boolean merge) {
        TableName table = TableEndpoints.name(request);
        EntityKey key = key(request);
        Change.Write write = written(key, TableEndpoints.document(request), merge, request.header(IF_MATCH).orElse(null));
        EntityTag tag;
        if (!merge && write.ifMatch() == null) {
            EntityLimits.check(key, write.properties());
            tag = new EntityTag(store.replace(hosts.account(request), table, key, write.properties()));
        } else {
            tag = change(request, table, write);
        }
        return data(WebResponse.empty(204).header("ETag", tag.toString()));
    }

    private WebResponse delete(WebRequest request) {
        change(request, TableEndpoints.name(request), deleted(key(request), request.header(IF_MATCH).orElse(null)));
        return data(WebResponse.empty(204));
    }

    private EntityTag change(WebRequest request, TableName table, Change change) {
        return switch (changes.make(hosts.account(request), table, List.of(change))) {
            case EntityChanges.Outcome.Made made -> made.tags().getFirst();
            case EntityChanges.Outcome.Refused refused -> throw refused.refusal();
        };
    }

    /** A change that a client's document asks for. @param ifMatch null to make the entity where there is none */
    static Change.Write written(EntityKey key, ObjectNode document, boolean merge, String ifMatch) {
        sameKey(document, PropertyJson.PARTITION_KEY, key.partition());
        sameKey(document, PropertyJson.ROW_KEY, key.row());
        return new Change.Write(EntityKey.checked(key.partition(), key.row()), PropertyJson.read(document), merge, ifMatch);
    }

    private static void sameKey(ObjectNode document, String name, String key) {
        JsonNode given = document.path(name);
        if (!given.isMissingNode() && !given.isNull() && !given.asText().equals(key)) {
            throw (name.equals(PropertyJson.PARTITION_KEY) ? StorageError.PARTITION_KEY_PROPERTY_CANNOT_BE_UPDATED : StorageError.INVALID_INPUT).refusal();
        }
    }

    /** A removal, which needs a condition. */
    static Change.Delete deleted(EntityKey key, String ifMatch) {
        if (ifMatch == null) {
            throw StorageError.missingHeader("If-Match");
        }
        return new Change.Delete(key, ifMatch);
    }

    /** The key in a new entity's document. */
    static EntityKey keyOf(ObjectNode document) {
        return EntityKey.checked(keyPart(document, PropertyJson.PARTITION_KEY), keyPart(document, PropertyJson.ROW_KEY));
    }

    private static String keyPart(ObjectNode document, String name) {
        JsonNode given = document.path(name);
        if (given.isMissingNode() || given.isNull()) {
            throw StorageError.PROPERTIES_NEED_VALUE.refusal();
        }
        if (!given.isTextual()) {
            throw StorageError.PRIMARY_KEY_PROPERTY_IS_INVALID_TYPE.refusal();
        }
        return given.textValue();
    }

    private static EntityKey key(WebRequest request) {
        EntityKey key = KeyPredicate.parse(request.pathValue("keys"));
        visible(request, key);
        return key;
    }

    /** @throws woad.platform.core.CloudException {@code AuthorizationFailure} for an entity that the caller's signature does not reach */
    static void visible(WebRequest request, EntityKey key) {
        if (!StorageGrant.entitiesOf(request.caller()).contains(key.partition(), key.row())) {
            throw StorageError.AUTHORIZATION_FAILURE.refusal();
        }
    }

    /** {@code $top}: how many a page may hold. */
    static int top(WebRequest request) {
        return Math.min(EntityQuery.PAGE, QueryNumbers.read(request, "$top", EntityQuery.PAGE, 1, Integer.MAX_VALUE));
    }

    private static Set<String> select(WebRequest request) {
        String text = request.queryValue("$select").orElse("").strip();
        return text.isEmpty() || text.equals("*") ? Set.of() : Arrays.stream(text.split(",")).map(String::strip).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** An answer with what all answers of the data service carry. */
    static WebResponse data(WebResponse answer) {
        return answer.header("DataServiceVersion", "3.0;").header("Cache-Control", "no-cache");
    }
}
