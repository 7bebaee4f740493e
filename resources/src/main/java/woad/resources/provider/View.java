package woad.resources.provider;

import java.util.Locale;

/** How a client wants to see a resource: its api-version and what it asks to expand, {@code ""} for nothing. */
public record View(Resources resources, String apiVersion, String expand) {
    /** Whether the client asked to expand this. */
    public boolean expands(String what) {
        return java.util.List.of(expand.toLowerCase(Locale.ROOT).split(",")).contains(what.toLowerCase(Locale.ROOT));
    }
}
