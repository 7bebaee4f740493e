package woad.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.CloudException;

/** The {@code $filter} of resource lists: comparisons by {@code eq} and {@code ne}, joined by {@code and}. Source: Resources - List. */
record ResourceFilter(List<Predicate<Resource>> conditions) {
    private static final Pattern CONDITION = Pattern.compile("\\(?\\s*(\\w+)\\s+(eq|ne)\\s+'((?:[^']|'')*)'\\s*\\)?", Pattern.CASE_INSENSITIVE);

    static ResourceFilter parse(String text) {
        List<Predicate<Resource>> conditions = new ArrayList<>();
        String tag = null;
        if (!text.isBlank()) {
            for (String part : text.strip().split("(?i)\\s+and\\s+(?=(?:[^']*'[^']*')*[^']*$)")) {
                Matcher matcher = CONDITION.matcher(part.strip());
                if (!matcher.matches()) {
                    throw new CloudException(ResourceManagerError.INVALID_FILTER, "The $filter part '" + part.strip()
                            + "' is not understood. Comparisons such as resourceType eq 'Microsoft.Compute/virtualMachines', joined by 'and', are.");
                }
                String value = matcher.group(3).replace("''", "'");
                boolean equal = matcher.group(2).equalsIgnoreCase("eq");
                switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                    case "resourcetype" -> conditions.add(r -> r.id().type().equalsIgnoreCase(value) == equal);
                    case "name" -> conditions.add(r -> r.id().name().equalsIgnoreCase(value) == equal);
                    case "location" -> conditions.add(r -> value.equalsIgnoreCase(r.desired().location()) == equal);
                    case "resourcegroup" -> conditions.add(r -> r.id().group().equalsIgnoreCase(value) == equal);
                    case "tagname" -> {
                        tag = value;
                        conditions.add(r -> r.desired().tags().has(value) == equal);
                    }
                    case "tagvalue" -> {
                        String name = tag;
                        conditions.add(r -> value.equals(name == null ? null : r.desired().tags().path(name).asText(null)) == equal);
                    }
                    default -> throw new CloudException(ResourceManagerError.INVALID_FILTER, "The $filter property '" + matcher.group(1)
                            + "' is not supported; resourceType, name, location, resourceGroup, tagName and tagValue are.");
                }
            }
        }
        return new ResourceFilter(conditions);
    }

    boolean matches(Resource resource) {
        return conditions.stream().allMatch(c -> c.test(resource));
    }
}
