package woad.resources.access;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A role definition. Actions are compared without regard to case; {@code *} stands for any text.
 *
 * @param notActions     taken away from {@code actions}; another role may still grant them
 * @param dataActions    what the role allows on the data inside resources; {@code actions} never do, whatever they match
 * @param notDataActions taken away from {@code dataActions}
 */
public record Role(UUID id, String name, String description, List<String> actions, List<String> notActions, List<String> dataActions, List<String> notDataActions) {
    public Role {
        actions = List.copyOf(actions);
        notActions = List.copyOf(notActions);
        dataActions = dataActions == null ? List.of() : List.copyOf(dataActions);
        notDataActions = notDataActions == null ? List.of() : List.copyOf(notDataActions);
    }

    /** Whether the role allows an action on a resource. */
    public boolean allows(String action) {
        return allows(actions, notActions, action);
    }

    /** Whether the role allows an action on the data inside a resource. */
    public boolean allowsData(String dataAction) {
        return allows(dataActions, notDataActions, dataAction);
    }

    private static boolean allows(List<String> given, List<String> taken, String action) {
        return given.stream().anyMatch(a -> matches(a, action)) && taken.stream().noneMatch(a -> matches(a, action));
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
