package woad.identity.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.LinkedHashMap;
import java.util.UUID;
import woad.platform.core.Guid;

/** A {@code $filter} as a condition on {@code identity.objects o}. Names come from the catalogue; values are always bound. */
final class FilterSql {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String condition;

    FilterSql(Filter filter) {
        this.condition = write(filter);
    }

    String condition() {
        return condition;
    }

    /** What to bind, by name. */
    Map<String, Object> values() {
        return values;
    }

    private String write(Filter filter) {
        return switch (filter) {
            case Filter.And and -> "(" + write(and.left()) + " and " + write(and.right()) + ")";
            case Filter.Or or -> "(" + write(or.left()) + " or " + write(or.right()) + ")";
            case Filter.Not not -> "(not coalesce(" + write(not.inner()) + ", false))";
            case Filter.TextEquals equals when equals.value() == null -> "(" + column(equals.property()) + " is null)";
            case Filter.TextEquals equals -> equal(equals.property(), List.of(equals.value()));
            case Filter.In in -> equal(in.property(), in.values());
            case Filter.FlagEquals equals -> "(coalesce(cast(o.properties ->> '" + equals.property().name() + "' as boolean), false) = " + bind(equals.value()) + ")";
            case Filter.StartsWith starts -> "starts_with(lower(" + column(starts.property()) + "), " + bind(starts.value().toLowerCase(Locale.ROOT)) + ")";
            case Filter.Any any -> "exists (select from jsonb_array_elements_text(case jsonb_typeof(o.properties -> '" + any.property().name() + "') when 'array' then o.properties -> '"
                    + any.property().name() + "' else '[]' end) item where " + (any.starts() ? "starts_with(lower(item), " + bind(any.value().toLowerCase(Locale.ROOT)) + ")"
                    : "lower(item) = " + bind(any.value().toLowerCase(Locale.ROOT))) + ")";
        };
    }

    private String equal(GraphProperty property, List<String> texts) {
        return switch (property.name()) {
            case "id" -> "(o.id = any(" + bind(guids(texts)) + "))";
            case "appId" -> "(o.app_id = any(" + bind(guids(texts)) + "))";
            case "userPrincipalName" -> "(o.user_principal_name = any(" + bind(lower(texts)) + "))";
            default -> "(lower(" + column(property) + ") = any(" + bind(lower(texts)) + "))";
        };
    }

    private static String column(GraphProperty property) {
        return property.name().equals("id") ? "cast(o.id as text)" : "(o.properties ->> '" + property.name() + "')";
    }

    private static UUID[] guids(List<String> texts) {
        List<UUID> guids = new ArrayList<>();
        texts.stream().filter(Guid::matches).forEach(text -> guids.add(Guid.parse(text)));
        return guids.toArray(UUID[]::new);
    }

    private static String[] lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    private String bind(Object value) {
        String name = "filter" + values.size();
        values.put(name, value);
        return ":" + name;
    }
}
