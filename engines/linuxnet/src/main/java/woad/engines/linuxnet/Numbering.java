package woad.engines.linuxnet;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives devices 16-bit numbers: conntrack zones of bridges, marks of ports. A device keeps its number as long as it
 * exists, or flows would be forgotten; a freed number is given again only when all higher ones have been.
 */
final class Numbering {

    private static final int HIGHEST = 65_534;

    private Numbering() {}

    /** A number, 1 or more, for each of the names: the one that its device has, or a new one. */
    static Map<String, Integer> assign(Collection<String> names, Map<String, ObservedLink> observed) {
        Map<String, Integer> numbers = new TreeMap<>();
        Set<Integer> used = new TreeSet<>();
        observed.values().forEach(link -> link.number().ifPresent(number -> {
            if (used.add(number) && number >= 1 && number <= HIGHEST && names.contains(link.name())) {
                numbers.put(link.name(), number);
            }
        }));
        int next = used.stream().max(Integer::compare).orElse(0);
        for (String name : names) {
            if (!numbers.containsKey(name)) {
                do {
                    next = next % HIGHEST + 1;
                } while (!used.add(next));
                numbers.put(name, next);
            }
        }
        return numbers;
    }
}
