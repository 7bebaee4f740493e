package woad.storage.account;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import woad.platform.core.Json;
import woad.resources.provider.Body;
import woad.storage.account.LifecyclePolicy.Actions;
import woad.storage.account.LifecyclePolicy.BlobType;
import woad.storage.account.LifecyclePolicy.Condition;
import woad.storage.account.LifecyclePolicy.Rule;
import woad.storage.account.LifecyclePolicy.Tag;

/** A lifecycle policy as the resource manager's clients write and read it. Source: Management Policies REST reference. */
final class LifecycleBodies {
    private static final int MOST_RULES = 100;
    private static final int MOST_FILTERS = 10;
    private static final int MOST_DAYS = 99_999;
    private static final String NAME = "[A-Za-z0-9_-]{1,256}";
    private static final List<String> TIERS = List.of("tierToHot", "tierToCool", "tierToCold", "tierToArchive");

    private LifecycleBodies() {}

    /** Reads and checks a request. @param tracking whether the account records when blobs are read */
    static LifecyclePolicy read(ObjectNode body, boolean tracking, Instant now) {
        Body request = Body.of(body, "request", AccountError.INVALID_SERVICE_PROPERTIES);
        request.ignore("id", "name", "type");
        Body properties = request.object("properties").orElseThrow(() -> request.wrong("properties", "is missing"));
        request.end();
        Body policy = properties.object("policy").orElseThrow(() -> properties.wrong("policy", "is missing"));
        properties.ignore("lastModifiedTime").end();
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Body rule : policy.objects("rules")) {
            rules.add(rule(rule, tracking));
            if (!names.add(rules.getLast().name())) {
                throw rule.wrong("name", "is there twice");
            }
        }
        policy.end();
        if (rules.isEmpty() || rules.size() > MOST_RULES) {
            throw policy.wrong("rules", "must be from 1 to " + MOST_RULES);
        }
        return new LifecyclePolicy(now, rules);
    }

    private static Rule rule(Body rule, boolean tracking) {
        String name = rule.requiredText("name");
        if (!name.matches(NAME)) {
            throw rule.wrong("name", "has 1 to 256 letters, digits, hyphens and underscores");
        }
        rule.choice("type", List.of("Lifecycle")).orElseThrow(() -> rule.wrong("type", "is missing"));
        boolean enabled = rule.flag("enabled", true);
        Body definition = rule.object("definition").orElseThrow(() -> rule.wrong("definition", "is missing"));
        rule.end();
        Body actions = definition.object("actions").orElseThrow(() -> definition.wrong("actions", "is missing"));
        Body filters = definition.object("filters").orElseThrow(() -> definition.wrong("filters", "is missing"));
        definition.end();
        Rule read = new Rule(name, enabled, types(filters), texts(filters, "prefixMatch"), tags(filters),
                actions.object("baseBlob").map(one -> actions(one, true, tracking)).orElse(null), actions.object("snapshot").map(one -> actions(one, false, tracking)).orElse(null),
                actions.object("version").map(one -> actions(one, false, tracking)).orElse(null));
        actions.end();
        filters.end();
        check(read, definition);
        return read;
    }

    private static void check(Rule rule, Body definition) {
        List<Actions> all = Stream.of(rule.baseBlob(), rule.snapshot(), rule.version()).filter(java.util.Objects::nonNull).toList();
        if (all.isEmpty()) {
            throw definition.wrong("actions", "must have at least one of baseBlob, snapshot and version");
        }
        boolean tiers = all.stream().anyMatch(a -> a.tierToHot() != null || a.tierToCool() != null || a.tierToCold() != null || a.tierToArchive() != null);
        if (tiers && rule.blobTypes().contains(BlobType.APPEND_BLOB)) {
            throw definition.wrong("filters.blobTypes", "cannot have appendBlob where a blob is moved to another tier: append blobs have none");
        }
    }

    private static List<BlobType> types(Body filters) {
        List<BlobType> types = new ArrayList<>();
        for (String text : filters.texts("blobTypes")) {
            types.add(Stream.of(BlobType.values()).filter(type -> Json.MAPPER.convertValue(type, String.class).equalsIgnoreCase(text)).findFirst()
                    .orElseThrow(() -> filters.wrong("blobTypes", "must be made of blockBlob, appendBlob")));
        }
        if (types.isEmpty()) {
            throw filters.wrong("blobTypes", "is missing");
        }
        return types;
    }

    private static List<String> texts(Body filters, String name) {
        List<String> texts = filters.texts(name);
        if (texts.size() > MOST_FILTERS) {
            throw filters.wrong(name, "has more than " + MOST_FILTERS + " elements");
        }
        return texts;
    }

    private static List<Tag> tags(Body filters) {
        List<Tag> tags = new ArrayList<>();
        for (Body match : filters.objects("blobIndexMatch")) {
            match.choice("op", List.of("==")).orElseThrow(() -> match.wrong("op", "is missing"));
            tags.add(new Tag(match.requiredText("name"), match.text("value").orElse("")));
            match.end();
        }
        if (tags.size() > MOST_FILTERS) {
            throw filters.wrong("blobIndexMatch", "has more than " + MOST_FILTERS + " elements");
        }
        return tags;
    }

    private static Actions actions(Body actions, boolean base, boolean tracking) {
        List<Condition> tiers = TIERS.stream().map(tier -> actions.object(tier).map(one -> condition(one, base, tracking)).orElse(null)).toList();
        Condition delete = actions.object("delete").map(one -> condition(one, base, tracking)).orElse(null);
        boolean back = base && actions.flag("enableAutoTierToHotFromCool", false);
        actions.end();
        Condition cool = tiers.get(1);
        if (back && (cool == null || cool.daysAfterLastAccess() == null)) {
            throw actions.wrong("enableAutoTierToHotFromCool", "needs tierToCool with daysAfterLastAccessTimeGreaterThan");
        }
        if (delete == null && tiers.stream().allMatch(java.util.Objects::isNull)) {
            throw actions.wrong("delete", "or a tier must be there");
        }
        return new Actions(tiers.get(0), cool, tiers.get(2), tiers.get(3), delete, back);
    }

    private static Condition condition(Body condition, boolean base, boolean tracking) {
        Condition read = base ? new Condition(days(condition, "daysAfterModificationGreaterThan"), days(condition, "daysAfterCreationGreaterThan"),
                days(condition, "daysAfterLastAccessTimeGreaterThan"), days(condition, "daysAfterLastTierChangeGreaterThan"))
                : new Condition(null, days(condition, "daysAfterCreationGreaterThan"), null, days(condition, "daysAfterLastTierChangeGreaterThan"));
        condition.end();
        long since = Stream.of(read.daysAfterModification(), read.daysAfterCreation(), read.daysAfterLastAccess()).filter(java.util.Objects::nonNull).count();
        if (since != 1) {
            throw condition.wrong("daysAfter…GreaterThan", "must be there once");
        }
        if (read.daysAfterLastAccess() != null && !tracking) {
            throw condition.wrong("daysAfterLastAccessTimeGreaterThan", "needs lastAccessTimeTrackingPolicy of the blob service");
        }
        return read;
    }

    private static Integer days(Body condition, String name) {
        Integer days = condition.number(name).orElse(null);
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            throw condition.wrong(name, "must be from 0 to " + MOST_DAYS);
        }
        return days;
    }

    /** As {@code properties} of {@code managementPolicies/default}. */
    static ObjectNode write(LifecyclePolicy policy) {
        ObjectNode written = Json.object().put("lastModifiedTime", policy.lastModified().toString());
        ArrayNode rules = written.putObject("policy").putArray("rules");
        for (Rule rule : policy.rules()) {
            ObjectNode shown = rules.addObject().put("enabled", rule.enabled()).put("name", rule.name()).put("type", "Lifecycle");
            ObjectNode definition = shown.putObject("definition");
            ObjectNode actions = definition.putObject("actions");
            write(actions, "baseBlob", rule.baseBlob());
            write(actions, "snapshot", rule.snapshot());
            write(actions, "version", rule.version());
            ObjectNode filters = definition.putObject("filters");
            filters.set("blobTypes", Json.MAPPER.valueToTree(rule.blobTypes()));
            if (!rule.prefixes().isEmpty()) {
                filters.set("prefixMatch", Json.MAPPER.valueToTree(rule.prefixes()));
            }
            if (!rule.tags().isEmpty()) {
                ArrayNode tags = filters.putArray("blobIndexMatch");
                rule.tags().forEach(tag -> tags.addObject().put("name", tag.name()).put("op", "==").put("value", tag.value()));
            }
        }
        return written;
    }

    private static void write(ObjectNode into, String name, Actions actions) {
        if (actions == null) {
            return;
        }
        ObjectNode written = into.putObject(name);
        write(written, "tierToHot", actions.tierToHot());
        write(written, "tierToCool", actions.tierToCool());
        write(written, "tierToCold", actions.tierToCold());
        write(written, "tierToArchive", actions.tierToArchive());
        write(written, "delete", actions.delete());
        if (actions.enableAutoTierToHotFromCool()) {
            written.put("enableAutoTierToHotFromCool", true);
        }
    }

    private static void write(ObjectNode into, String name, Condition condition) {
        if (condition == null) {
            return;
        }
        ObjectNode written = into.putObject(name);
        days(written, "daysAfterModificationGreaterThan", condition.daysAfterModification());
        days(written, "daysAfterCreationGreaterThan", condition.daysAfterCreation());
        days(written, "daysAfterLastAccessTimeGreaterThan", condition.daysAfterLastAccess());
        days(written, "daysAfterLastTierChangeGreaterThan", condition.daysAfterLastTierChange());
    }

    private static void days(ObjectNode into, String name, Integer days) {
        if (days != null) {
            into.put(name, days);
        }
    }
}
