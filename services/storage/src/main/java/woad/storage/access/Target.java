package woad.storage.access;

import java.util.Optional;

/**
 * What a request addresses, as far as a signature is concerned.
 *
 * @param container name of a container, filesystem, queue or table; null for the service
 * @param path      of a blob or path; null for the container
 * @param moment    the snapshot or version that is meant; null for the blob itself
 */
record Target(String container, String path, String moment) {

    /** Reads the address of a request to a service. */
    static Target of(AccessRequest request, StorageService service) {
        String path = request.rawPath().startsWith("/") ? request.rawPath().substring(1) : request.rawPath();
        int slash = path.indexOf('/');
        String first = Query.decode(slash < 0 ? path : path.substring(0, slash));
        String rest = slash < 0 ? "" : Query.decode(path.substring(slash + 1));
        if (first.isEmpty()) {
            return new Target(null, null, null);
        }
        return switch (service) {
            case BLOB -> blob(request.query(), first, rest);
            case DATA_LAKE -> new Target(first, directory(rest).or(() -> request.query().first("directory").flatMap(Target::directory)).orElse(null), null);
            case QUEUE -> new Target(first, null, null);
            case TABLE -> new Target(table(first), null, null);
        };
    }

    /** A blob without a container is one of the root container. */
    private static Target blob(Query query, String first, String rest) {
        String moment = query.first("snapshot").or(() -> query.first("versionid")).orElse(null);
        if (!rest.isEmpty()) {
            return new Target(first, rest, moment);
        }
        return query.has("restype") || first.equals("$root") ? new Target(first, null, null) : new Target("$root", first, moment);
    }

    /** A path without slashes around it, which mean nothing in the data lake; a list of paths names it in its query. */
    private static Optional<String> directory(String text) {
        int start = text.startsWith("/") ? 1 : 0;
        int end = text.endsWith("/") ? text.length() - 1 : text.length();
        return end > start ? Optional.of(text.substring(start, end)) : Optional.empty();
    }

    /** {@code people(PartitionKey='a',RowKey='b')}. */
    private static String table(String segment) {
        int bracket = segment.indexOf('(');
        return bracket < 0 ? segment : segment.substring(0, bracket);
    }

    /** The first {@code depth} parts of the path; empty where it has fewer. */
    Optional<String> directory(int depth) {
        String text = path == null ? "" : path;
        if (depth == 0) {
            return Optional.of("");
        }
        int end = -1;
        for (int i = 0; i < depth; i++) {
            end = text.indexOf('/', end + 1);
            if (end < 0) {
                return i == depth - 1 && !text.isEmpty() ? Optional.of(text) : Optional.empty();
            }
        }
        return Optional.of(text.substring(0, end));
    }
}
