package woad.storage.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import woad.platform.core.Json;
import woad.storage.StorageError;
import woad.storage.access.StorageAction;

/**
 * A change in a batch.
 *
 * @param action    what it needs
 * @param contentId what the client calls it; null for nothing
 * @param content   whether the answer shows what was made
 */
record BatchOperation(TableName table, Change change, StorageAction action, String contentId, Preference content) {
    private static final Pattern TARGET = Pattern.compile("([^(]*+)(?:\\((.*)\\))?", Pattern.DOTALL);

    /** What a request names: a table, and perhaps an entity of it. */
    record Target(TableName table, Optional<EntityKey> key) {
        static Target of(String path) {
            Matcher matcher = TARGET.matcher(path);
            if (!matcher.matches()) {
                throw StorageError.INVALID_INPUT.refusal();
            }
            String keys = matcher.group(2);
            return new Target(new TableName(matcher.group(1)), keys == null || keys.isBlank() ? Optional.empty() : Optional.of(KeyPredicate.parse(keys)));
        }
    }

    /** @throws woad.platform.core.CloudException for what the same request would be refused for outside of a batch */
    static BatchOperation of(BatchReader.Part part) {
        Target target = Target.of(part.path());
        String ifMatch = part.header("if-match");
        boolean insert = part.method().equals("POST");
        Change change = switch (part.method()) {
            case "POST" -> insert(part);
            case "PUT" -> EntityEndpoints.written(key(target), document(part), false, ifMatch);
            case "MERGE", "PATCH" -> EntityEndpoints.written(key(target), document(part), true, ifMatch);
            case "DELETE" -> EntityEndpoints.deleted(key(target), ifMatch);
            default -> throw StorageError.INVALID_INPUT.refusal();
        };
        StorageAction action = switch (change) {
            case Change.Insert made -> StorageAction.INSERT_ENTITY;
            case Change.Write write -> write.ifMatch() == null ? StorageAction.UPSERT_ENTITY : StorageAction.UPDATE_ENTITY;
            case Change.Delete delete -> StorageAction.DELETE_ENTITY;
        };
        String prefer = part.headers().getOrDefault("prefer", "");
        return new BatchOperation(target.table(), change, action, part.header("content-id"), insert ? Preference.of(prefer) : Preference.NO_CONTENT);
    }

    private static Change.Insert insert(BatchReader.Part part) {
        ObjectNode document = document(part);
        return new Change.Insert(EntityEndpoints.keyOf(document), PropertyJson.read(document));
    }

    private static EntityKey key(Target target) {
        return target.key().orElseThrow(StorageError.INVALID_INPUT::refusal);
    }

    private static ObjectNode document(BatchReader.Part part) {
        if (part.headers().getOrDefault("content-type", "").contains("atom")) {
            throw StorageError.ATOM_FORMAT_NOT_SUPPORTED.refusal();
        }
        if (Json.parseUntrusted(part.body()) instanceof ObjectNode document) {
            return document;
        }
        throw StorageError.INVALID_INPUT.refusal();
    }
}
