package woad.resources.deployments.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must be there before what. Keys are ids in lower case. */
final class DependencyGraph {
    private final Map<String, Draft> nodes = new LinkedHashMap<>();
    private final Map<String, Set<String>> needs = new LinkedHashMap<>();

    DependencyGraph(Collection<Draft> drafts) {
        drafts.forEach(draft -> {
            nodes.put(draft.key(), draft);
            needs.put(draft.key(), new LinkedHashSet<>());
        });
    }

    /** Only between resources that are deployed: one whose condition does not hold is waited for by nobody. */
    void add(Draft dependent, Draft needed) {
        if (nodes.containsKey(needed.key()) && needed.enabled()) {
            needs.get(dependent.key()).add(needed.key());
        }
    }

    /** The ids of what a resource waits for. */
    Set<String> needs(Draft draft) {
        Set<String> ids = new LinkedHashSet<>();
        needs.get(draft.key()).forEach(key -> ids.add(nodes.get(key).id()));
        return ids;
    }

    /**
     * The resources, each after all that it needs, otherwise in the order of the template.
     *
     * @throws woad.platform.core.CloudException where resources wait for each other in a circle
     */
    List<Draft> inOrder() {
        Map<String, Integer> missing = new LinkedHashMap<>();
        Map<String, List<String>> dependents = new LinkedHashMap<>();
        needs.forEach((key, all) -> {
            missing.put(key, all.size());
            all.forEach(needed -> dependents.computeIfAbsent(needed, k -> new ArrayList<>()).add(key));
        });
        ArrayDeque<String> ready = new ArrayDeque<>();
        missing.forEach((key, count) -> {
            if (count == 0) {
                ready.add(key);
            }
        });
        List<Draft> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            String key = ready.remove();
            order.add(nodes.get(key));
            for (String dependent : dependents.getOrDefault(key, List.of())) {
                if (missing.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        if (order.size() < nodes.size()) {
            missing.values().removeIf(count -> count == 0);
            throw circular(missing.keySet());
        }
        return order;
    }

    /** Everything left over needs something left over, so that following needs must come round. */
    private RuntimeException circular(Set<String> left) {
        List<String> walk = new ArrayList<>();
        String key = left.iterator().next();
        while (!walk.contains(key)) {
            walk.add(key);
            key = needs.get(key).stream().filter(left::contains).findFirst().orElseThrow();
        }
        List<String> names = new ArrayList<>();
        walk.subList(walk.indexOf(key), walk.size()).forEach(k -> names.add(nodes.get(k).type() + "/" + nodes.get(k).name()));
        names.add(names.getFirst());
        return TemplateError.invalid("Circular dependency detected on resource: '" + nodes.get(key).id() + "'. The circle is: '"
                + String.join(" -> ", names) + "'");
    }
}
