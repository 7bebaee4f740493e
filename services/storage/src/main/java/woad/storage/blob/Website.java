package woad.storage.blob;

import static woad.storage.StorageError.WEB_CONTENT_NOT_FOUND;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import woad.platform.core.CloudException;
import woad.platform.web.Access;
import woad.platform.web.Endpoint;
import woad.platform.web.HostPattern;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.platform.web.WebService;
import woad.storage.StorageError;
import woad.storage.account.Account;
import woad.storage.account.AccountHosts;
import woad.storage.account.AccountSettings.PublicNetworkAccess;
import woad.storage.account.StaticWebsite;
import woad.storage.wire.Conditions;
import woad.storage.wire.StorageFinish;
import woad.storage.wire.XmlText;

/**
 * The static website of an account: the blobs of container {@code $web}, for everybody whom the account's network rules let in. Source:
 * "Static website hosting in Azure Storage".
 */
final class Website {
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final AccountHosts hosts;
    private final Blobs blobs;
    private final BlobReader reader;

    Website(AccountHosts hosts, Blobs blobs, BlobReader reader) {
        this.hosts = hosts;
        this.blobs = blobs;
        this.reader = reader;
    }

    /** The service at {@code *.web.core.D}. */
    WebService service(String domain, StorageFinish finish) {
        Access open = new Access.Open("a website is for everybody; the account's network rules are held to");
        List<Endpoint> endpoints = Stream.of(Method.GET, Method.HEAD).map(method -> Endpoint.of("Website_Get" + (method == Method.GET ? "" : "ByHead"), method, "/{page*}", open, this::get)).toList();
        return new WebService("web", List.of(new HostPattern("*.web.core." + domain)), endpoints, null, null, Website::error, finish);
    }

    private static WebResponse error(CloudException refusal, WebRequest request) {
        int status = refusal.error().status();
        String title = XmlText.escape(refusal.error().code());
        WebResponse page = WebResponse.html(status, "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>"
                + XmlText.escape(refusal.getMessage()) + "</p></body></html>").header("x-ms-error-code", refusal.error().code());
        return status == 304 || request.method() == Method.HEAD ? new WebResponse(status, page.headers(), null, null) : page;
    }

    private WebResponse get(WebRequest request) {
        Account account = hosts.account(request);
        if (account.settings().publicNetworkAccess() == PublicNetworkAccess.DISABLED || !account.settings().networkAcls().admit(request.clientAddress(), null)) {
            throw StorageError.AUTHORIZATION_FAILURE.refusal();
        }
        StaticWebsite site = account.services().blob().staticWebsite();
        if (!site.enabled()) {
            throw WEB_CONTENT_NOT_FOUND.refusal();
        }
        String page = request.pathValue("page").replaceFirst("^/", "");
        Optional<Blob> found = candidates(page, site).flatMap(name -> find(account, name).stream()).findFirst();
        if (found.isPresent()) {
            return page(account, request, found.get());
        }
        Blob missing = Optional.ofNullable(site.errorDocument404Path()).flatMap(name -> find(account, name)).orElseThrow(WEB_CONTENT_NOT_FOUND::refusal);
        return body(account, missing, 404, 0, missing.content().length());
    }

    /** The blobs that a path may mean, best first. */
    private static Stream<String> candidates(String page, StaticWebsite site) {
        String index = site.indexDocument();
        Stream<String> named = page.isEmpty() || page.endsWith("/") ? Stream.ofNullable(index).map(name -> page + name)
                : Stream.concat(Stream.of(page), Stream.ofNullable(index).map(name -> page + "/" + name));
        return Stream.concat(named, Stream.ofNullable(site.defaultIndexDocumentPath()));
    }

    private Optional<Blob> find(Account account, String name) {
        try {
            return Optional.of(blobs.get(account, BlobReference.present(Names.WEB, name), Demand.NONE)).filter(blob -> !blob.tiering().isArchived());
        } catch (CloudException e) {
            if (e.error().status() == 404 || e.error().status() == 400) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private WebResponse page(Account account, WebRequest request, Blob blob) {
        Conditions.of(request).checkRead(blob.etag(), blob.lastModified());
        Optional<ByteRange> range = ByteRange.of(request, "range");
        long length = blob.content().length();
        if (range.isEmpty()) {
            return body(account, blob, 200, 0, length);
        }
        long first = range.get().first();
        long count = range.get().lengthOf(length);
        return body(account, blob, 206, first, count).header("Content-Range", "bytes " + first + "-" + (first + count - 1) + "/" + length);
    }

    private WebResponse body(Account account, Blob blob, int status, long first, long count) {
        HttpProperties http = blob.http();
        WebResponse answer = Answers.tagged(WebResponse.stream(status, http.type() == null ? DEFAULT_TYPE : http.type(), count, to -> reader.write(account, blob, first, count, to)),
                blob.etag(), blob.lastModified()).header("Accept-Ranges", "bytes");
        answer = Answers.optional(answer, "Content-Encoding", http.encoding());
        answer = Answers.optional(answer, "Content-Language", http.language());
        answer = Answers.optional(answer, "Content-Disposition", http.disposition());
        return Answers.optional(answer, "Cache-Control", http.cacheControl());
    }
}
