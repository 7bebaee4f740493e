package woad.resources.access;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A role definition. Actions are compared without regard to case; {@code *} stands for any text.
 *
 * @param notActions taken away from {@code actions}; another role may still grant them
 */
public record Role(UUID id, String name, String description, List<String> actions, List<String> notActions) {
    public Role {
        actions = List.copyOf(actions);
        notActions = List.copyOf(notActions);
    }

    /** Whether the role allows an action. */
    public boolean allows(String action) {
        return actions.stream().anyMatch(a -> matches(a, action)) && notActions.stream().noneMatch(a -> matches(a, action));
    }

    static boolean matches(String pattern, String action) {
        if (pattern.equals("*")) {
            return true;
        }
        int star = pattern.indexOf('*');
        if (star < 0) {
            return pattern.equalsIgnoreCase(action);
        }
        if (star == pattern.length() - 1) {
            return action.regionMatches(true, 0, pattern, 0, star);
        }
        String regex = String.join(".*", java.util.Arrays.stream(pattern.toLowerCase(Locale.ROOT).split("\\*", -1)).map(Pattern::quote).toList());
        return action.toLowerCase(Locale.ROOT).matches(regex);
    }
}
