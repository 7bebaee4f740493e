package woad.storage.blob;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import woad.platform.bytes.ObjectBytes;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.store.Reconciler;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebService;
import woad.resources.provider.ProxyType;
import woad.storage.access.AccessLookups.StoredAccessPolicy;
import woad.storage.access.AccessRequest;
import woad.storage.access.PublicAccess;
import woad.storage.access.StorageAuthenticator;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageService;
import woad.storage.access.UserDelegationKeys;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.Accounts;
import woad.storage.wire.SignedIdentifier;
import woad.storage.wire.XmlErrors;

/** Blob Storage: puts its parts together. */
public final class BlobService {
    private static final String IN_CONTAINER = "/{container}/{blob*}";
    private final Database database;
    private final AccountHosts hosts;
    private final Ids ids;
    private final Moments moments;
    private final Containers containers;
    private final PieceStore pieces;
    private final Blobs blobs;
    private final Blocks blocks;
    private final BlobListing listing;
    private final BlobReader reader;
    private final BlobStates states;
    private final TagSearch search;
    private final Copies copies;
    private final Reclaimer reclaimer;

    public BlobService(Database database, Accounts accounts, ObjectBytes bytes, Ids ids, InstantSource clock) {
        this.database = database;
        this.hosts = new AccountHosts(accounts);
        this.ids = ids;
        this.moments = new Moments(clock);
        this.containers = new Containers(database, ids, moments);
        this.pieces = new PieceStore(bytes, ids);
        this.blobs = new Blobs(database, ids, moments);
        this.blocks = new Blocks(database, blobs, moments);
        this.listing = new BlobListing(database);
        this.reader = new BlobReader(database, pieces);
        this.states = new BlobStates(blobs);
        this.search = new TagSearch(database);
        this.copies = new Copies(database, blobs, reader, pieces, moments, ids);
        this.reclaimer = new Reclaimer(database, bytes, clock);
    }

    /** Proves the callers of the parts of a batch, each by its own credential. */
    @FunctionalInterface
    public interface PartCallers {
        /** @param version of the batch, which its parts do not name; null where it does not either */
        Caller authenticate(WebRequest part, String version);
    }

    /** The service at {@code *.blob.core.D}. @param domain D */
    public WebService service(String domain, StorageAuthenticator authenticator, StorageAuthoriser authoriser, InstantSource clock) {
        return service(domain, authenticator, (part, version) -> authenticator.authenticate(AccessRequest.of(part), version), authoriser, clock);
    }

    WebService service(String domain, Authenticator authenticator, PartCallers parts, StorageAuthoriser authoriser, InstantSource clock) {
        BlobWire wire = new BlobWire(hosts, authoriser);
        BlobServiceEndpoints whole = new BlobServiceEndpoints(wire, hosts, containers, moments);
        List<Endpoint> endpoints = new ArrayList<>(whole.endpoints());
        endpoints.add(UserDelegationKeys.endpoint(StorageService.BLOB, hosts.accounts()::find, clock));
        endpoints.addAll(new ContainerEndpoints(wire, containers, moments).endpoints());
        endpoints.addAll(new ListEndpoints(wire, listing, moments).endpoints());
        endpoints.addAll(new BlobEndpoints(wire, blobs, pieces, reader, moments).endpoints());
        endpoints.addAll(new BlockEndpoints(wire, blocks, pieces).endpoints());
        endpoints.addAll(new StateEndpoints(wire, states).endpoints());
        endpoints.addAll(new TagEndpoints(wire, blobs, states, search).endpoints());
        CopySource sources = new CopySource(hosts, "blob.core." + domain, parts, authoriser, blobs, reader, pieces);
        endpoints.addAll(new CopyEndpoints(wire, copies, sources, blobs, blocks, pieces, moments, ids).endpoints());
        endpoints.addAll(new AppendEndpoints(wire, blobs, pieces, sources).endpoints());
        endpoints.addAll(new PageEndpoints(wire, database, blobs, pieces, sources).endpoints());
        endpoints.addAll(new ImmutabilityEndpoints(wire, states, moments).endpoints());
        XmlErrors errors = new XmlErrors(clock);
        endpoints.addAll(new BatchEndpoints(wire, parts, authoriser, errors, ids, named(endpoints, "Blob_Delete"), named(endpoints, "Blob_SetTier")).endpoints());
        endpoints.addAll(new LeaseEndpoints(wire, containers, blobs, moments, ids).endpoints());
        List<Endpoint> inRoot = endpoints.stream().filter(endpoint -> endpoint.path().toString().equals(IN_CONTAINER)).map(BlobService::inRoot).toList();
        endpoints.addAll(inRoot);
        return new WebService("blob", List.of(new HostPattern("*.blob.core." + domain)), endpoints, authenticator, authoriser, errors, BlobServiceEndpoints.finish(hosts));
    }

    private static Endpoint named(List<Endpoint> endpoints, String name) {
        return endpoints.stream().filter(endpoint -> endpoint.name().equals(name)).findFirst().orElseThrow();
    }

    /** The static websites at {@code *.web.core.D}. @param domain D */
    public WebService website(String domain) {
        return new Website(hosts, blobs, reader).service(domain, BlobServiceEndpoints.finish(hosts));
    }

    /** Blobs of the root container are addressed without it. */
    private static Endpoint inRoot(Endpoint endpoint) {
        return new Endpoint(endpoint.name() + "InRoot", endpoint.method(), PathPattern.of("/{blob}"), endpoint.conditions(), endpoint.access(), endpoint.bodyLimit(),
                endpoint.streams(), endpoint.handler());
    }

    /** What gives back the space of bytes that nobody has any more. */
    public List<Reconciler> reconcilers() {
        return List.of(reclaimer);
    }

    /** As one of {@link #reconcilers}. */
    Reclaimer reclaimer() {
        return reclaimer;
    }

    /** Containers in the resource manager. */
    public ProxyType containerType() {
        return new ContainerType(database, hosts.accounts(), ids, moments);
    }

    /** The containers of accounts. */
    public Containers containers() {
        return containers;
    }

    /** How far a container is open to anybody; not at all where there is no such container. */
    public PublicAccess openness(Account account, String container) {
        return containers.find(account, container).map(Container::publicAccess).orElse(PublicAccess.NONE);
    }

    /** The stored access policy of a container with this id, if there is such a container and it has it. */
    public Optional<StoredAccessPolicy> policy(Account account, String container, String id) {
        return containers.find(account, container).flatMap(found -> SignedIdentifier.find(found.policies(), id));
    }
}
