package woad.resources;

import java.util.regex.Pattern;
import woad.platform.core.CloudException;
import woad.platform.web.WebRequest;

/** The {@code api-version} query parameter, which every ARM request carries: any date, with an optional suffix, is accepted. */
public final class ApiVersions {
    private static final Pattern FORM = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])(-[a-zA-Z0-9.]{1,40})?");

    private ApiVersions() {}

    /** @throws CloudException {@code MissingApiVersionParameter} or {@code InvalidApiVersionParameter} */
    public static String of(WebRequest request) {
        String version = request.queryValue("api-version").orElse("");
        if (version.isEmpty()) {
            throw new CloudException(ResourceManagerError.MISSING_API_VERSION, "The api-version query parameter (?api-version=) is required for all requests.");
        }
        if (!FORM.matcher(version).matches()) {
            throw new CloudException(ResourceManagerError.INVALID_API_VERSION, "The api-version '" + printable(version)
                    + "' is invalid. It must be a date such as '2024-11-01', with an optional suffix such as '-preview'.");
        }
        return version;
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
    }
}
