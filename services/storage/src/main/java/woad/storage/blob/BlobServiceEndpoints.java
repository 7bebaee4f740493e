package woad.storage.blob;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.access.PublicAccess;
import woad.storage.access.StorageAction;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.BlobServiceProperties;
import woad.storage.account.ServiceProperties;
import woad.storage.wire.Cors;
import woad.storage.wire.HttpDates;
import woad.storage.wire.QueryNumbers;
import woad.storage.wire.StorageFinish;
import woad.storage.wire.XmlWriter;

/** The blob service of an account as a whole on the wire. Source: "Operations on the account" in the Blob Storage REST reference. */
final class BlobServiceEndpoints {
    private static final int DOCUMENT_LIMIT = 64 << 10;

    private final BlobWire wire;
    private final AccountHosts hosts;
    private final Containers containers;
    private final Moments moments;

    BlobServiceEndpoints(BlobWire wire, AccountHosts hosts, Containers containers, Moments moments) {
        this.wire = wire;
        this.hosts = hosts;
        this.containers = containers;
        this.moments = moments;
    }

    List<Endpoint> endpoints() {
        Endpoint set = of(wire.service("BlobServiceProperties_Set", Method.PUT, StorageAction.SET_BLOB_SERVICE_PROPERTIES, this::setProperties), "service", "properties");
        List<Endpoint> endpoints = new ArrayList<>(List.of(
                wire.service("Containers_List", Method.GET, StorageAction.LIST_CONTAINERS, this::list).whenQuery("comp", "list"),
                of(wire.service("BlobServiceProperties_Get", Method.GET, StorageAction.GET_BLOB_SERVICE_PROPERTIES, this::properties), "service", "properties"),
                new Endpoint(set.name(), set.method(), set.path(), set.conditions(), set.access(), DOCUMENT_LIMIT, false, set.handler()),
                of(wire.service("BlobServiceStats_Get", Method.GET, StorageAction.GET_BLOB_SERVICE_STATS, BlobServiceEndpoints::stats), "service", "stats"),
                Endpoint.of("Preflight", Method.OPTIONS, "/{path*}", new Access.Open("browsers ask what they may send before they send a credential"), this::preflight)));
        for (Method method : List.of(Method.GET, Method.HEAD)) {
            String by = method == Method.GET ? "" : "ByHead";
            endpoints.add(of(wire.service("Account_GetInformation" + by, method, StorageAction.GET_ACCOUNT_INFORMATION, BlobServiceEndpoints::information), "account", "properties"));
            endpoints.add(wire.anyContainer("Account_GetInformationOfContainer" + by, method, StorageAction.GET_ACCOUNT_INFORMATION, BlobServiceEndpoints::information)
                    .whenQuery("restype", "account").whenQuery("comp", "properties"));
            endpoints.add(of(wire.blob("Account_GetInformationOfBlob" + by, method, StorageAction.GET_ACCOUNT_INFORMATION, BlobServiceEndpoints::information), "account", "properties"));
        }
        return endpoints;
    }

    private static Endpoint of(Endpoint endpoint, String type, String component) {
        return endpoint.whenQuery("restype", type).whenQuery("comp", component);
    }

    /** What every answer of the service carries. */
    static StorageFinish finish(AccountHosts hosts) {
        return new StorageFinish(request -> hosts.accounts().find(request.host().substring(0, Math.max(0, request.host().indexOf('.'))))
                .map(account -> account.services().blob().cors()).orElse(List.of()));
    }

    private WebResponse properties(Account account, WebRequest request) {
        return BlobServicePropertiesXml.write(account.services().blob()).answer();
    }

    private WebResponse setProperties(Account account, WebRequest request) {
        // Before the account's row is locked.
        BlobServicePropertiesXml.read(request.body(), BlobServiceProperties.INITIAL);
        UnaryOperator<ServiceProperties> change = all -> all.withBlob(BlobServicePropertiesXml.read(request.body(), all.blob()));
        hosts.accounts().changeServices(account, change);
        return WebResponse.empty(202);
    }

    /** Statistics are those of the replication to another region, and are asked of the account's name there; locally redundant accounts have none. */
    private static WebResponse stats(Account account, WebRequest request) {
        throw StorageError.invalidQuery("comp", "stats", "Statistics are those of the secondary location. This account has none: it is not replicated to another region.");
    }

    private WebResponse preflight(WebRequest request) {
        return Cors.preflight(hosts.account(request).services().blob().cors(), request);
    }

    private static WebResponse information(Account account, WebRequest request) {
        return WebResponse.empty(200).header("x-ms-sku-name", "Standard_LRS").header("x-ms-account-kind", account.kind().text())
                .header("x-ms-is-hns-enabled", Boolean.toString(account.hierarchicalNamespace()));
    }

    private WebResponse list(Account account, WebRequest request) {
        List<String> includes = Arrays.stream(request.queryValue("include").orElse("").toLowerCase(Locale.ROOT).split(",")).filter(s -> !s.isEmpty()).toList();
        if (!List.of("metadata", "deleted", "system").containsAll(includes)) {
            throw StorageError.invalidQuery("include", String.join(",", includes), "It is a list of metadata, deleted and system.");
        }
        String prefix = request.queryValue("prefix").orElse("");
        String marker = request.queryValue("marker").orElse("");
        if (!Names.isText(prefix) || !Names.isText(marker)) {
            throw StorageError.INVALID_QUERY_PARAMETER_VALUE.refusal();
        }
        int most = QueryNumbers.pageSize(request);
        List<Container> found = containers.list(account, prefix, marker, includes.contains("deleted"), includes.contains("system"), most);
        XmlWriter xml = new XmlWriter("EnumerationResults", Map.of("ServiceEndpoint", "https://" + request.host() + "/"));
        xml.element("Prefix", request.queryValue("prefix").orElse(null)).element("Marker", request.queryValue("marker").orElse(null))
                .element("MaxResults", request.queryValue("maxresults").orElse(null)).start("Containers");
        for (Container container : found.subList(0, Math.min(most, found.size()))) {
            write(xml, container, includes.contains("metadata"));
        }
        return xml.end().element("NextMarker", found.size() > most ? found.getLast().name() : "").answer();
    }

    private void write(XmlWriter xml, Container container, boolean withMetadata) {
        var now = moments.now();
        Container.Deleted deleted = container.deleted();
        xml.start("Container").element("Name", container.name());
        if (deleted != null) {
            xml.element("Deleted", true).element("Version", deleted.version());
        }
        xml.start("Properties").element("Last-Modified", HttpDates.format(container.lastModified())).element("Etag", container.etag().toString())
                .element("LeaseStatus", Answers.status(container.lease(), now)).element("LeaseState", Answers.state(container.lease(), now))
                .element("LeaseDuration", Answers.duration(container.lease(), now))
                .element("PublicAccess", container.publicAccess() == PublicAccess.NONE ? null : Answers.text(container.publicAccess()))
                .element("DefaultEncryptionScope", "$account-encryption-key").element("DenyEncryptionScopeOverride", false)
                .element("HasImmutabilityPolicy", false).element("HasLegalHold", false).element("ImmutableStorageWithVersioningEnabled", false);
        if (deleted != null) {
            xml.element("DeletedTime", HttpDates.format(deleted.at())).element("RemainingRetentionDays", Answers.remainingDays(deleted.purgeAt(), now));
        }
        xml.end();
        if (withMetadata) {
            xml.start("Metadata");
            container.metadata().forEach(xml::element);
            xml.end();
        }
        xml.end();
    }
}
