package woad.resources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.core.TenantId;
import woad.platform.store.Database;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** The activity log: one record for every write, committed with it. Read through {@code Microsoft.Insights/eventtypes/management/values}. */
public final class Activities {
    /** {@code insert … select …}; the caller adds {@code from} what decides whether there is a record, and {@link #bind}s it. */
    public static final String INSERT = """
            insert into resources.activity (event_id, correlation_id, operation_id, at, tenant, subscription, resource_id, group_key, action, status,
                caller, principal, client_address)
            select :actEvent, :actCorrelation, :actOperation, :at, :tenant, :actSubscription, :actResource, :actGroup, :actAction, :actStatus,
                :actCaller, :actPrincipal, :actAddress""";
    private static final Pattern AFTER = Pattern.compile("eventTimestamp\\s+ge\\s+'?([^'\\s]+)'?", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEFORE = Pattern.compile("eventTimestamp\\s+le\\s+'?([^'\\s]+)'?", Pattern.CASE_INSENSITIVE);
    private static final Pattern GROUP = Pattern.compile("resourceGroupName\\s+eq\\s+'([^']+)'", Pattern.CASE_INSENSITIVE);
    private static final Pattern RESOURCE = Pattern.compile("resource(?:Uri|Id)\\s+eq\\s+'([^']+)'", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 1000;

    private final Database database;

    Activities(Database database) {
        this.database = database;
    }

    /** What is recorded of a write; {@code operation} may be null. */
    public record Entry(UUID event, Call call, TenantId tenant, ResourceId resource, String action, String status, UUID operation, Instant at) {}

    /** Binds what {@link #INSERT} needs. */
    public static <S extends SqlStatement<S>> void bind(S statement, Entry entry) {
        statement.bind("actEvent", entry.event()).bind("actCorrelation", entry.call().correlationId())
                .bind("actOperation", entry.operation() == null ? entry.event() : entry.operation()).bind("at", entry.at().atOffset(ZoneOffset.UTC))
                .bind("tenant", entry.tenant().value()).bind("actSubscription", entry.resource().subscription().value())
                .bind("actResource", entry.resource().toString()).bind("actGroup", entry.resource().groupId().key()).bind("actAction", entry.action())
                .bind("actStatus", entry.status()).bind("actCaller", entry.call().callerName()).bind("actPrincipal", entry.call().caller().principal().value())
                .bind("actAddress", entry.call().clientAddress());
    }

    /** Records what was done in the caller's transaction. */
    static void record(Handle handle, Entry entry) {
        var statement = handle.createUpdate(INSERT);
        bind(statement, entry);
        statement.execute();
    }

    Endpoint endpoint() {
        return Endpoint.of("ActivityLogs_List", Method.GET, "/subscriptions/{subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values",
                new Access.Permission("Microsoft.Insights/eventtypes/values/Read", r -> "/subscriptions/" + r.pathValue("subscriptionId")), this::list);
    }

    private WebResponse list(WebRequest request) {
        ApiVersions.of(request);
        String filter = request.queryValue("$filter").orElse("");
        OffsetDateTime after = time(AFTER, filter, Instant.EPOCH);
        OffsetDateTime before = time(BEFORE, filter, Instant.parse("9999-01-01T00:00:00Z"));
        Matcher group = GROUP.matcher(filter);
        Matcher resource = RESOURCE.matcher(filter);
        UUID subscription = UUID.fromString(request.pathValue("subscriptionId"));
        String groupKey = group.find() ? "/subscriptions/" + subscription + "/resourcegroups/" + group.group(1).toLowerCase(java.util.Locale.ROOT) : null;
        String resourceKey = resource.find() ? resource.group(1).toLowerCase(java.util.Locale.ROOT) : null;
        ArrayNode values = Json.MAPPER.createArrayNode();
        database.with(handle -> handle.createQuery("""
                select event_id, correlation_id, operation_id, at, resource_id, action, status, caller, client_address, tenant from resources.activity
                where subscription = :subscription and at >= :after and at <= :before
                    and (cast(:group as text) is null or group_key = :group) and (cast(:resource as text) is null or lower(resource_id) = :resource)
                order by seq desc limit :most""")
                .bind("subscription", subscription).bind("after", after).bind("before", before).bind("group", groupKey).bind("resource", resourceKey)
                .bind("most", MOST).map((row, context) -> {
                    ObjectNode event = values.addObject();
                    ResourceId id = ResourceId.tryParse(row.getString("resource_id")).orElseThrow();
                    String at = row.getObject("at", OffsetDateTime.class).toInstant().toString();
                    event.put("eventDataId", row.getString("event_id")).put("correlationId", row.getString("correlation_id"))
                            .put("operationId", row.getString("operation_id")).put("eventTimestamp", at).put("submissionTimestamp", at)
                            .put("resourceId", id.toString()).put("resourceGroupName", id.group()).put("subscriptionId", subscription.toString())
                            .put("tenantId", row.getString("tenant")).put("caller", row.getString("caller")).put("level", "Informational")
                            .put("channels", "Operation")
                            .put("id", id + "/events/" + row.getString("event_id") + "/ticks/" + row.getObject("at", OffsetDateTime.class).toInstant().toEpochMilli());
                    event.putObject("operationName").put("value", row.getString("action")).put("localizedValue", row.getString("action"));
                    event.putObject("status").put("value", row.getString("status")).put("localizedValue", row.getString("status"));
                    event.putObject("eventName").put("value", "EndRequest").put("localizedValue", "End request");
                    event.putObject("category").put("value", "Administrative").put("localizedValue", "Administrative");
                    event.putObject("resourceType").put("value", id.type()).put("localizedValue", id.type());
                    event.putObject("httpRequest").put("clientIpAddress", row.getString("client_address"));
                    return event;
                }).list());
        return WebResponse.ok(Json.object().set("value", values));
    }

    private static OffsetDateTime time(Pattern pattern, String filter, Instant otherwise) {
        Matcher matcher = pattern.matcher(filter);
        if (!matcher.find()) {
            return otherwise.atOffset(ZoneOffset.UTC);
        }
        String text = matcher.group(1);
        try {
            return OffsetDateTime.parse(text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$") ? text : text + "Z");
        } catch (java.time.format.DateTimeParseException e) {
            throw new CloudException(ResourceManagerError.INVALID_FILTER, "The time '" + text + "' in $filter is not an ISO 8601 time.", e);
        }
    }
}
