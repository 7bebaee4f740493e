package woad.storage.access;

import static woad.storage.access.RolePermission.action;
import static woad.storage.access.RolePermission.data;
import static woad.storage.access.SasPermission.ALWAYS;
import static woad.storage.access.SasPermission.NEVER;
import static woad.storage.access.SasPermission.of;
import static woad.storage.access.StorageService.BLOB;
import static woad.storage.access.StorageService.DATA_LAKE;
import static woad.storage.access.StorageService.QUEUE;
import static woad.storage.access.StorageService.TABLE;

/**
 * Everything the storage services let one do; an endpoint's {@code Access.Permission} names one of these. Each says which roles allow
 * it, which account-wide signature (resource type in {@code srt}, letters in {@code sp}), which signature of one resource, and from
 * which level of openness on anybody may. Sources: "Permissions for calling data operations", "Create an account SAS", "Create a
 * service SAS" and "Create a user delegation SAS" in the Azure Storage REST reference.
 */
public enum StorageAction {
    // The blob service
    LIST_CONTAINERS(BLOB, "s", of("l"), NEVER, action("blobServices/containers/read")),
    GET_BLOB_SERVICE_PROPERTIES(BLOB, "s", of("r"), NEVER, action("blobServices/read")),
    SET_BLOB_SERVICE_PROPERTIES(BLOB, "s", of("w"), NEVER, action("blobServices/write")),
    GET_BLOB_SERVICE_STATS(BLOB, "s", of("r"), NEVER, action("blobServices/read")),
    GET_ACCOUNT_INFORMATION(BLOB, "sco", ALWAYS, ALWAYS, action("blobServices/getInfo/action")),
    GET_BLOB_USER_DELEGATION_KEY(BLOB, "s", NEVER, NEVER, action("blobServices/generateUserDelegationKey/action")),
    FIND_BLOBS_BY_TAGS(BLOB, "so", of("f"), NEVER, data("blobServices/containers/blobs/filter/action")),
    /** Each part of the batch is authorised by itself. */
    SUBMIT_BLOB_BATCH(BLOB, "sco", ALWAYS, ALWAYS, RolePermission.NONE),

    // Containers, which the data lake calls filesystems
    CREATE_CONTAINER(BLOB, "c", of("c", "w"), NEVER, action("blobServices/containers/write")),
    GET_CONTAINER_PROPERTIES(BLOB, "c", of("r"), NEVER, action("blobServices/containers/read"), PublicAccess.CONTAINER),
    SET_CONTAINER_METADATA(BLOB, "c", of("w"), NEVER, action("blobServices/containers/write")),
    GET_CONTAINER_ACL(BLOB, "c", NEVER, NEVER, action("blobServices/containers/getAcl/action")),
    SET_CONTAINER_ACL(BLOB, "c", NEVER, NEVER, action("blobServices/containers/setAcl/action")),
    LEASE_CONTAINER(BLOB, "c", of("w"), NEVER, action("blobServices/containers/write")),
    BREAK_CONTAINER_LEASE(BLOB, "c", of("w", "d"), NEVER, action("blobServices/containers/write")),
    DELETE_CONTAINER(BLOB, "c", of("d"), NEVER, action("blobServices/containers/delete")),
    RESTORE_CONTAINER(BLOB, "c", of("w"), NEVER, action("blobServices/containers/write")),
    LIST_BLOBS(BLOB, "c", of("l"), of("l"), data("blobServices/containers/blobs/read"), PublicAccess.CONTAINER),
    FIND_BLOBS_IN_CONTAINER(BLOB, "c", of("f"), of("f"), data("blobServices/containers/blobs/filter/action")),

    // Blobs
    GET_BLOB(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    GET_BLOB_PROPERTIES(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    QUERY_BLOB(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read")),
    GET_BLOCK_LIST(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    GET_PAGE_RANGES(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    READ_COPY_SOURCE(BLOB, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    /** Who may only create is asked again where the blob exists: {@link StorageAuthoriser#mayOverwrite}. */
    PUT_BLOB(BLOB, "o", of("w", "c"), of("w", "c"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    PUT_BLOCK(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    PUT_BLOCK_LIST(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    APPEND_BLOCK(BLOB, "o", of("w", "a"), of("w", "a"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    PUT_PAGE(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SET_BLOB_PROPERTIES(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SET_BLOB_METADATA(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    GET_BLOB_TAGS(BLOB, "o", of("t"), of("t"), data("blobServices/containers/blobs/tags/read")),
    SET_BLOB_TAGS(BLOB, "o", of("t"), of("t"), data("blobServices/containers/blobs/tags/write")),
    SET_BLOB_TIER(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SET_BLOB_EXPIRY(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    /** Like {@link #PUT_BLOB}. */
    COPY_BLOB(BLOB, "o", of("w", "c"), of("w", "c"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    INCREMENTAL_COPY_BLOB(BLOB, "o", of("w", "c"), of("w", "c"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    ABORT_COPY_BLOB(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SNAPSHOT_BLOB(BLOB, "o", of("w", "c"), of("w", "c"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    LEASE_BLOB(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    BREAK_BLOB_LEASE(BLOB, "o", of("w", "d"), of("w", "d"), data("blobServices/containers/blobs/write")),
    DELETE_BLOB(BLOB, "o", of("d"), of("d"), data("blobServices/containers/blobs/delete")),
    DELETE_BLOB_VERSION(BLOB, "o", of("x"), of("x"), data("blobServices/containers/blobs/deleteBlobVersion/action")),
    PERMANENTLY_DELETE_BLOB(BLOB, "o", of("y"), of("y"), data("blobServices/containers/blobs/permanentDelete/action")),
    UNDELETE_BLOB(BLOB, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SET_IMMUTABILITY_POLICY(BLOB, "o", of("i"), of("i"), data("blobServices/containers/blobs/immutableStorage/runAsSuperUser/action")),
    SET_LEGAL_HOLD(BLOB, "o", of("i"), of("i"), data("blobServices/containers/blobs/immutableStorage/runAsSuperUser/action")),

    // Paths of the data lake
    LIST_PATHS(DATA_LAKE, "c", of("l"), of("l"), data("blobServices/containers/blobs/read"), PublicAccess.CONTAINER),
    READ_PATH(DATA_LAKE, "o", of("r"), of("r"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    GET_PATH_STATUS(DATA_LAKE, "o", of("r", "e"), of("r", "e"), data("blobServices/containers/blobs/read"), PublicAccess.BLOB),
    GET_PATH_ACL(DATA_LAKE, "o", of("r", "e"), of("r", "e"), data("blobServices/containers/blobs/read")),
    SET_PATH_ACL(DATA_LAKE, "o", of("p"), of("p"), data("blobServices/containers/blobs/modifyPermissions/action")),
    SET_PATH_OWNER(DATA_LAKE, "o", of("o"), of("o"), data("blobServices/containers/blobs/manageOwnership/action")),
    /** Like {@link #PUT_BLOB}. */
    CREATE_PATH(DATA_LAKE, "o", of("w", "c"), of("w", "c"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    APPEND_PATH(DATA_LAKE, "o", of("w", "a"), of("w", "a"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    FLUSH_PATH(DATA_LAKE, "o", of("w", "a"), of("w", "a"), data("blobServices/containers/blobs/write", "blobServices/containers/blobs/add/action")),
    SET_PATH_PROPERTIES(DATA_LAKE, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    SET_PATH_EXPIRY(DATA_LAKE, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    LEASE_PATH(DATA_LAKE, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),
    BREAK_PATH_LEASE(DATA_LAKE, "o", of("w", "d"), of("w", "d"), data("blobServices/containers/blobs/write")),
    /** Of the source and of the destination. */
    RENAME_PATH(DATA_LAKE, "o", of("m", "wd"), of("m", "wd"), data("blobServices/containers/blobs/move/action",
            "blobServices/containers/blobs/write & blobServices/containers/blobs/delete")),
    DELETE_PATH(DATA_LAKE, "o", of("d"), of("d"), data("blobServices/containers/blobs/delete")),
    UNDELETE_PATH(DATA_LAKE, "o", of("w"), of("w"), data("blobServices/containers/blobs/write")),

    // Queues
    LIST_QUEUES(QUEUE, "s", of("l"), NEVER, action("queueServices/queues/read")),
    GET_QUEUE_SERVICE_PROPERTIES(QUEUE, "s", of("r"), NEVER, action("queueServices/read")),
    SET_QUEUE_SERVICE_PROPERTIES(QUEUE, "s", of("w"), NEVER, action("queueServices/write")),
    GET_QUEUE_SERVICE_STATS(QUEUE, "s", of("r"), NEVER, action("queueServices/read")),
    GET_QUEUE_USER_DELEGATION_KEY(QUEUE, "s", NEVER, NEVER, action("queueServices/generateUserDelegationKey/action")),
    CREATE_QUEUE(QUEUE, "c", of("c", "w"), NEVER, action("queueServices/queues/write")),
    DELETE_QUEUE(QUEUE, "c", of("d"), NEVER, action("queueServices/queues/delete")),
    GET_QUEUE_METADATA(QUEUE, "c", of("r"), of("r"), action("queueServices/queues/read")),
    SET_QUEUE_METADATA(QUEUE, "c", of("w"), NEVER, action("queueServices/queues/write")),
    GET_QUEUE_ACL(QUEUE, "c", NEVER, NEVER, action("queueServices/queues/getAcl/action")),
    SET_QUEUE_ACL(QUEUE, "c", NEVER, NEVER, action("queueServices/queues/setAcl/action")),
    PUT_MESSAGE(QUEUE, "o", of("a"), of("a"), data("queueServices/queues/messages/add/action", "queueServices/queues/messages/write")),
    GET_MESSAGES(QUEUE, "o", of("p"), of("p"), data("queueServices/queues/messages/process/action",
            "queueServices/queues/messages/delete & queueServices/queues/messages/read")),
    PEEK_MESSAGES(QUEUE, "o", of("r"), of("r"), data("queueServices/queues/messages/read")),
    DELETE_MESSAGE(QUEUE, "o", of("p"), of("p"), data("queueServices/queues/messages/process/action", "queueServices/queues/messages/delete")),
    CLEAR_MESSAGES(QUEUE, "o", of("d"), NEVER, data("queueServices/queues/messages/delete")),
    UPDATE_MESSAGE(QUEUE, "o", of("u"), of("u"), data("queueServices/queues/messages/write")),

    // Tables
    GET_TABLE_SERVICE_PROPERTIES(TABLE, "s", of("r"), NEVER, action("tableServices/read")),
    SET_TABLE_SERVICE_PROPERTIES(TABLE, "s", of("w"), NEVER, action("tableServices/write")),
    GET_TABLE_SERVICE_STATS(TABLE, "s", of("r"), NEVER, action("tableServices/read")),
    GET_TABLE_USER_DELEGATION_KEY(TABLE, "s", NEVER, NEVER, action("tableServices/generateUserDelegationKey/action")),
    LIST_TABLES(TABLE, "c", of("l"), NEVER, action("tableServices/tables/read")),
    CREATE_TABLE(TABLE, "c", of("c", "w"), NEVER, action("tableServices/tables/write")),
    DELETE_TABLE(TABLE, "c", of("d"), NEVER, action("tableServices/tables/delete")),
    GET_TABLE_ACL(TABLE, "c", NEVER, NEVER, action("tableServices/tables/getAcl/action")),
    SET_TABLE_ACL(TABLE, "c", NEVER, NEVER, action("tableServices/tables/setAcl/action")),
    QUERY_ENTITIES(TABLE, "o", of("r"), of("r"), data("tableServices/tables/entities/read")),
    INSERT_ENTITY(TABLE, "o", of("a"), of("a"), data("tableServices/tables/entities/write", "tableServices/tables/entities/add/action")),
    UPDATE_ENTITY(TABLE, "o", of("u"), of("u"), data("tableServices/tables/entities/write", "tableServices/tables/entities/update/action")),
    UPSERT_ENTITY(TABLE, "o", of("au"), of("au"), data("tableServices/tables/entities/write",
            "tableServices/tables/entities/add/action & tableServices/tables/entities/update/action")),
    DELETE_ENTITY(TABLE, "o", of("d"), of("d"), data("tableServices/tables/entities/delete")),
    /** Each part of the batch is authorised by itself. */
    SUBMIT_TABLE_BATCH(TABLE, "o", ALWAYS, ALWAYS, RolePermission.NONE);

    private final StorageService service;
    private final String resourceTypes;
    private final SasPermission accountSignature;
    private final SasPermission resourceSignature;
    private final RolePermission roles;
    private final PublicAccess openFrom;

    StorageAction(StorageService service, String resourceTypes, SasPermission accountSignature, SasPermission resourceSignature, RolePermission roles) {
        this(service, resourceTypes, accountSignature, resourceSignature, roles, null);
    }

    StorageAction(StorageService service, String resourceTypes, SasPermission accountSignature, SasPermission resourceSignature, RolePermission roles,
                  PublicAccess openFrom) {
        this.service = service;
        this.resourceTypes = resourceTypes;
        this.accountSignature = accountSignature;
        this.resourceSignature = resourceSignature;
        this.roles = roles;
        this.openFrom = openFrom;
    }

    /** The service it belongs to; the data lake also uses the actions of the blob service. */
    public StorageService service() {
        return service;
    }

    /** Letters of {@code srt} of which an account-wide signature needs one. */
    public String resourceTypes() {
        return resourceTypes;
    }

    /** What an account-wide signature must say. */
    public SasPermission accountSignature() {
        return accountSignature;
    }

    /** What the signature of one container, blob, queue or table must say. */
    public SasPermission resourceSignature() {
        return resourceSignature;
    }

    /** What the roles of a caller of the directory must give. */
    public RolePermission roles() {
        return roles;
    }

    /** Whether anybody may where the container is open this far. */
    public boolean openAt(PublicAccess level) {
        return openFrom != null && level.compareTo(openFrom) >= 0;
    }

    /** Whether a container can be opened to anybody for this. */
    public boolean canBeOpen() {
        return openFrom != null;
    }
}
