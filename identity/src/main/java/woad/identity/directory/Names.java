package woad.identity.directory;

import java.util.Locale;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;

/** What names in the directory may be. */
public final class Names {
    private static final Pattern DOMAIN = Pattern.compile("(?=.{3,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])");
    private static final Pattern LOCAL_PART = Pattern.compile("[A-Za-z0-9'!#^~_-]([A-Za-z0-9'.!#^~_-]{0,62}[A-Za-z0-9'!#^~_-])?");

    private Names() {}

    /** A domain in lower case. @throws CloudException {@code Request_BadRequest} where it is not one */
    public static String domain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(lower).matches()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "'" + printable(text) + "' is not a domain name such as contoso.example.");
        }
        return lower;
    }

    /** Checks the name of a user of a tenant. @throws CloudException {@code Request_BadRequest} where it is not one of its domain */
    public static String userPrincipalName(String text, Tenant tenant) {
        int at = text.lastIndexOf('@');
        if (at < 1 || !LOCAL_PART.matcher(text.substring(0, at)).matches()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property 'userPrincipalName' of resource 'User'.");
        }
        if (!text.substring(at + 1).equalsIgnoreCase(tenant.defaultDomain())) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "The domain portion of the userPrincipalName property is invalid. "
                    + "You must use one of the verified domain names in your organization: " + tenant.defaultDomain() + ".");
        }
        return text;
    }

    /** Checks a name for people: 1 to 256 characters, no control characters. */
    public static String displayName(String text, ObjectKind kind) {
        if (text.isBlank() || text.length() > 256 || !isPlain(text)) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "Invalid value specified for property 'displayName' of resource '"
                    + kind.messageName() + "': 1 to 256 characters without control characters are expected.");
        }
        return text;
    }

    /** Whether the text has no control characters (a database cannot hold NUL) and no broken surrogates. */
    public static boolean isPlain(String text) {
        return text.codePoints().noneMatch(c -> Character.isISOControl(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** The text with its control characters replaced and cut to 100 characters, to be quoted in a message. */
    public static String printable(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return clean.length() > 100 ? clean.substring(0, 100) + "…" : clean;
    }
}
