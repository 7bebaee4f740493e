package woad.engines.linuxnet;

import java.util.List;
import java.util.Map;

/**
 * The rules of a host's namespace: {@link FrameRules} and {@link FlowRules}, loaded in one transaction.
 *
 * <p>A frame's mark holds the number of the guest's port that it came from in its lower 16 bits and of the one that it
 * goes to in its upper 16 bits; 0 is no guest's port. A flow's mark is the generation of the rules that accepted it, and
 * which of its ends have been judged by them: when any rule changes, each flow is judged once more, and stops if it is no
 * longer allowed.
 */
final class HostRuleset {

    private HostRuleset() {}

    /**
     * Writes the rules.
     *
     * @param numbers of bridges and ports by device, as {@link Segments#converge} gave them
     */
    static Ruleset of(FabricSettings settings, Blueprint blueprint, Map<String, Integer> numbers) {
        return new Ruleset(Ruleset.TABLE, List.of("inet", "bridge"), FlowRules.of(settings, blueprint, numbers) + FrameRules.of(blueprint, numbers));
    }
}
