package woad.resources.provider;

import java.util.regex.Pattern;

/** What the names of a type may be, in words for the error too. Source: "Naming rules and restrictions for Azure resources". */
public record NameRule(Pattern pattern, String words) {

    /** As most network resources. */
    public static final NameRule NETWORK_LIKE = new NameRule(Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?"),
            "1 to 80 letters, digits, underscores, periods and hyphens; it starts with a letter or digit and ends with a letter, digit or underscore");

    /** Whether a name is allowed. */
    public boolean allows(String name) {
        return pattern.matcher(name).matches();
    }
}
