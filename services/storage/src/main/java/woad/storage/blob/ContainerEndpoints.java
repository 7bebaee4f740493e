package woad.storage.blob;

import java.util.List;
import java.util.Locale;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.PublicAccess;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.wire.Conditions;
import woad.storage.wire.MetadataHeaders;
import woad.storage.wire.SignedIdentifier;

/** Containers on the wire. Source: "Operations on containers" in the Blob Storage REST reference. */
final class ContainerEndpoints {
    private static final int ACL_LIMIT = 64 << 10;
    private static final String PERMISSIONS = "racwdxyltmeopi";

    private final BlobWire wire;
    private final Containers containers;
    private final Moments moments;

    ContainerEndpoints(BlobWire wire, Containers containers, Moments moments) {
        this.wire = wire;
        this.containers = containers;
        this.moments = moments;
    }

    List<Endpoint> endpoints() {
        return List.of(
                wire.container("Container_Create", Method.PUT, StorageAction.CREATE_CONTAINER, this::create),
                wire.container("Container_GetProperties", Method.GET, StorageAction.GET_CONTAINER_PROPERTIES, this::properties),
                wire.container("Container_GetPropertiesByHead", Method.HEAD, StorageAction.GET_CONTAINER_PROPERTIES, this::properties),
                wire.container("Container_GetMetadata", Method.GET, StorageAction.GET_CONTAINER_PROPERTIES, this::metadata).whenQuery("comp", "metadata"),
                wire.container("Container_GetMetadataByHead", Method.HEAD, StorageAction.GET_CONTAINER_PROPERTIES, this::metadata).whenQuery("comp", "metadata"),
                wire.container("Container_SetMetadata", Method.PUT, StorageAction.SET_CONTAINER_METADATA, this::setMetadata).whenQuery("comp", "metadata"),
                wire.container("Container_GetAcl", Method.GET, StorageAction.GET_CONTAINER_ACL, this::acl).whenQuery("comp", "acl"),
                wire.container("Container_GetAclByHead", Method.HEAD, StorageAction.GET_CONTAINER_ACL, this::acl).whenQuery("comp", "acl"),
                limited(wire.container("Container_SetAcl", Method.PUT, StorageAction.SET_CONTAINER_ACL, this::setAcl).whenQuery("comp", "acl")),
                wire.container("Container_Restore", Method.PUT, StorageAction.RESTORE_CONTAINER, this::restore).whenQuery("comp", "undelete"),
                wire.container("Container_Delete", Method.DELETE, StorageAction.DELETE_CONTAINER, this::delete));
    }

    private static Endpoint limited(Endpoint endpoint) {
        return new Endpoint(endpoint.name(), endpoint.method(), endpoint.path(), endpoint.conditions(), endpoint.access(), ACL_LIMIT, false, endpoint.handler());
    }

    private WebResponse create(Account account, WebRequest request) {
        refuseOther(request);
        Container made = containers.create(account, BlobRequests.container(request), MetadataHeaders.read(request), access(request));
        return Answers.tagged(WebResponse.empty(201), made.etag(), made.lastModified());
    }

    private WebResponse properties(Account account, WebRequest request) {
        refuseOther(request);
        return Answers.container(find(account, request), moments.now());
    }

    private WebResponse metadata(Account account, WebRequest request) {
        Container container = find(account, request);
        return MetadataHeaders.write(Answers.tagged(WebResponse.empty(200), container.etag(), container.lastModified()), container.metadata());
    }

    private Container find(Account account, WebRequest request) {
        return containers.get(account, BlobRequests.container(request), BlobRequests.demand(request).lease());
    }

    private WebResponse setMetadata(Account account, WebRequest request) {
        Demand demand = BlobRequests.demand(request);
        if (demand.conditions().ifUnmodifiedSince() != null || demand.conditions().ifMatch() != null || demand.conditions().ifNoneMatch() != null) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.refusal();
        }
        Container changed = containers.setMetadata(account, BlobRequests.container(request), demand, MetadataHeaders.read(request));
        return Answers.tagged(WebResponse.empty(200), changed.etag(), changed.lastModified());
    }

    private WebResponse acl(Account account, WebRequest request) {
        Container container = find(account, request);
        return Answers.openness(Answers.tagged(SignedIdentifier.write(container.policies()).answer(), container.etag(), container.lastModified()), container);
    }

    private WebResponse setAcl(Account account, WebRequest request) {
        List<SignedIdentifier> policies = SignedIdentifier.read(request.body(), PERMISSIONS);
        Container changed = containers.setAccess(account, BlobRequests.container(request), timed(request), access(request), policies);
        return Answers.tagged(WebResponse.empty(200), changed.etag(), changed.lastModified());
    }

    private WebResponse delete(Account account, WebRequest request) {
        refuseOther(request);
        containers.delete(account, BlobRequests.container(request), timed(request));
        return WebResponse.empty(202);
    }

    private WebResponse restore(Account account, WebRequest request) {
        String name = request.header("x-ms-deleted-container-name").orElseThrow(() -> StorageError.missingHeader("x-ms-deleted-container-name"));
        String version = request.header("x-ms-deleted-container-version").orElseThrow(() -> StorageError.missingHeader("x-ms-deleted-container-version"));
        containers.restore(account, Names.container(name), version, BlobRequests.container(request));
        return WebResponse.empty(201);
    }

    /** Containers take no conditions on tags. */
    private static Demand timed(WebRequest request) {
        Demand demand = BlobRequests.demand(request);
        Conditions conditions = demand.conditions();
        if (conditions.ifMatch() != null || conditions.ifNoneMatch() != null) {
            throw StorageError.CONDITION_HEADERS_NOT_SUPPORTED.refusal();
        }
        return demand;
    }

    private static PublicAccess access(WebRequest request) {
        return request.header("x-ms-blob-public-access").map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "container", "true" -> PublicAccess.CONTAINER;
            case "blob" -> PublicAccess.BLOB;
            default -> throw StorageError.invalidHeader("x-ms-blob-public-access", text);
        }).orElse(PublicAccess.NONE);
    }

    private static void refuseOther(WebRequest request) {
        request.queryValue("comp").ifPresent(comp -> {
            throw StorageError.invalidQuery("comp", comp, "There is no such operation on a container.");
        });
    }
}
