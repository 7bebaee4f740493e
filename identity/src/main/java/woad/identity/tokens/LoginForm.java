package woad.identity.tokens;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import woad.identity.directory.Names;
import woad.platform.core.CloudException;
import woad.platform.web.WebRequest;

/** The parameters of a sign-in request, all of them plain text. */
public final class LoginForm {
    private static final int LONGEST = 16 * 1024;

    private final Map<String, String> values;

    private LoginForm(Map<String, String> values) {
        this.values = values;
    }

    /** The parameters of a posted form. @throws CloudException {@code AADSTS90013} for control characters or endless values */
    public static LoginForm ofBody(WebRequest request) {
        String type = request.header("content-type").orElse("");
        boolean form = type.isEmpty() || type.toLowerCase(java.util.Locale.ROOT).startsWith("application/x-www-form-urlencoded");
        return checked(form ? request.form() : Map.of());
    }

    /** The parameters of the query. @throws CloudException {@code AADSTS90013} for control characters or endless values */
    public static LoginForm ofQuery(WebRequest request) {
        return checked(request.query());
    }

    private static LoginForm checked(Map<String, String> values) {
        values.forEach((name, value) -> {
            if (value.length() > LONGEST || !Names.isPlain(value)) {
                throw new CloudException(LoginError.INVALID_INPUT, "Invalid input received from the user: the parameter '"
                        + Names.printable(name) + "' has control characters or is too long.");
            }
        });
        return new LoginForm(new HashMap<>(values));
    }

    /** A parameter that is there and not empty. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws CloudException {@code AADSTS900144} where the parameter is missing */
    public String require(String name) {
        return find(name).orElseThrow(() -> new CloudException(LoginError.MISSING_PARAMETER,
                "The request body must contain the following parameter: '" + name + "'."));
    }
}
