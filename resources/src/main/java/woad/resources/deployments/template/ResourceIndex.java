package woad.resources.deployments.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import woad.resources.deployments.template.expression.ExpressionException;
import woad.resources.deployments.template.expression.ResourcePaths;
import woad.resources.deployments.template.expression.TemplateResources;

/** Finds a template's resources by all the names that templates use for them. */
final class ResourceIndex implements TemplateResources {
    private final Map<String, List<Draft>> singles = new HashMap<>();
    private final Map<String, List<Draft>> names = new HashMap<>();
    private final Map<String, List<Draft>> loops = new HashMap<>();
    private final Set<String> emptyLoops = new HashSet<>();

    /** @throws woad.platform.core.CloudException where two resources that are deployed have the same id */
    ResourceIndex(Template template, List<Draft> drafts) {
        for (Draft draft : drafts) {
            String symbol = draft.declaration().symbol();
            add(singles, draft.id(), draft);
            add(singles, ResourcePaths.relative(draft.type(), draft.name()), draft);
            add(singles, draft.type() + "/" + draft.name(), draft);
            add(names, draft.name(), draft);
            if (symbol != null) {
                add(singles, draft.loop() == null ? symbol : symbol + "[" + draft.turn() + "]", draft);
            }
            if (draft.loop() != null) {
                add(loops, draft.loop(), draft);
                if (symbol != null && !symbol.equalsIgnoreCase(draft.loop())) {
                    add(loops, symbol, draft);
                }
            }
            if (singles.get(draft.key()).stream().filter(Draft::enabled).count() > 1) {
                throw TemplateError.invalid("The resource '" + draft.id() + "' at path '" + draft.declaration().path()
                        + "' is defined multiple times in a template");
            }
        }
        for (Template.Resource resource : template.resources()) {
            var copy = resource.body().path("copy");
            if (copy.isObject()) {
                emptyLoops.add(copy.path("name").asText().toLowerCase(Locale.ROOT));
                if (resource.symbol() != null) {
                    emptyLoops.add(resource.symbol().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private static void add(Map<String, List<Draft>> map, String name, Draft draft) {
        List<Draft> all = map.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>());
        if (all.stream().noneMatch(known -> known == draft)) {
            all.add(draft);
        }
    }

    private Optional<Draft> single(String reference) {
        String key = reference.toLowerCase(Locale.ROOT);
        List<Draft> all = singles.getOrDefault(key, names.getOrDefault(key, List.of()));
        List<Draft> enabled = all.stream().filter(Draft::enabled).toList();
        if (enabled.size() > 1) {
            throw new ExpressionException("The resource reference '" + reference + "' is ambiguous: the template defines '"
                    + enabled.get(0).id() + "' and '" + enabled.get(1).id() + "'. Use the resource's id.");
        }
        return enabled.isEmpty() ? all.stream().findFirst() : Optional.of(enabled.getFirst());
    }

    @Override
    public Optional<Found> find(String reference) {
        return single(reference).map(Draft::found);
    }

    @Override
    public List<Found> loop(String name) {
        return turns(name).orElseThrow(() -> new ExpressionException("The template reference '" + name
                + "' is not valid: could not find template resource or resource copy with this name.")).stream().map(Draft::found).toList();
    }

    private Optional<List<Draft>> turns(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(loops.get(key)).or(() -> emptyLoops.contains(key) ? Optional.of(List.of()) : Optional.empty());
    }

    /** What an entry of {@code dependsOn} means: one resource, or all the turns of a copy. */
    Optional<List<Draft>> dependency(String entry) {
        return single(entry).map(List::of).or(() -> turns(entry));
    }
}
