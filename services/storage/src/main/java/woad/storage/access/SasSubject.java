package woad.storage.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import woad.storage.StorageError;
import woad.storage.access.SharedAccessSignature.Reach;

/**
 * What the signature of one resource is over.
 *
 * @param names  of the resource, without service and account; more than one where clients write the same in two ways
 * @param moment snapshot or version that is signed; null for none
 */
record SasSubject(Reach reach, List<String> names, String moment) {

    /** What a request's signature is over, by its fields and by what the request addresses. */
    static SasSubject of(SasFields fields, Target target, StorageService service) {
        return switch (service) {
            case BLOB, DATA_LAKE -> ofBlob(fields, target);
            case QUEUE -> new SasSubject(new Reach.Queue(container(target)), List.of(container(target)), null);
            case TABLE -> ofTable(fields, target);
        };
    }

    private static SasSubject ofBlob(SasFields fields, Target target) {
        String container = container(target);
        String path = Optional.ofNullable(target.path()).orElse("");
        List<String> blob = List.of(container + "/" + path);
        return switch (fields.required("sr")) {
            case "c" -> new SasSubject(new Reach.Container(container), List.of(container), null);
            case "b" -> new SasSubject(new Reach.Blob(container, path, null), blob, null);
            case "bs", "bv" -> new SasSubject(new Reach.Blob(container, path, target.moment()), blob, target.moment());
            case "d" -> ofDirectory(fields, target, container);
            default -> throw SasFields.wrong("sr");
        };
    }

    private static SasSubject ofDirectory(SasFields fields, Target target, String container) {
        String depth = fields.required("sdd");
        if (!depth.matches("\\d{1,3}")) {
            throw SasFields.wrong("sdd");
        }
        String directory = target.directory(Integer.parseInt(depth)).orElseThrow(StorageError.AUTHORIZATION_FAILURE::refusal);
        List<String> names = directory.isEmpty() ? List.of(container, container + "/") : List.of(container + "/" + directory);
        return new SasSubject(new Reach.Directory(container, directory), names, null);
    }

    private static SasSubject ofTable(SasFields fields, Target target) {
        String table = fields.required("tn");
        boolean addressed = table.equalsIgnoreCase(container(target)) || container(target).equals("$batch");
        if (!addressed) {
            throw StorageError.AUTHORIZATION_FAILURE.refusal();
        }
        EntityRange range = new EntityRange(fields.field("spk").orElse(null), fields.field("srk").orElse(null), fields.field("epk").orElse(null), fields.field("erk").orElse(null));
        return new SasSubject(new Reach.Table(table, range), List.of(table.toLowerCase(Locale.ROOT)), null);
    }

    private static String container(Target target) {
        return Optional.ofNullable(target.container()).orElse("");
    }

    /** The container, queue or table whose stored access policies count. */
    String policyHolder() {
        return switch (reach) {
            case Reach.WholeAccount account -> throw new IllegalStateException("an account has no stored access policies");
            case Reach.Container container -> container.container();
            case Reach.Directory directory -> directory.container();
            case Reach.Blob blob -> blob.container();
            case Reach.Queue queue -> queue.queue();
            case Reach.Table table -> table.table();
        };
    }
}
