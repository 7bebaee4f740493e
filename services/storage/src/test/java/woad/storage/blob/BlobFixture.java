package woad.storage.blob;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import woad.engines.localbytes.LocalBytes;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.FileTrees;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;
import woad.platform.web.WebResponse;
import woad.resources.access.Grants;
import woad.storage.access.AccountKeyCallers;
import woad.storage.access.StorageAuthenticator;
import woad.storage.access.StorageAuthoriser;
import woad.storage.access.StorageService;
import woad.storage.account.Account;
import woad.storage.account.BlobServiceProperties;
import woad.storage.account.TestAccounts;

/** The blob service on a real database and a real store, behind its wire, with a clock that stands until it is moved. */
final class BlobFixture implements AutoCloseable {
    static final String HOST = "https://contoso.blob.core.woad.test";

    final Database database = TestDatabase.create();
    final TestAccounts accounts = new TestAccounts(database);
    final BlobService service;
    final LocalBytes bytes;
    private final Path directory;
    private final TestClient client;
    private final AtomicReference<Instant> now;

    BlobFixture() {
        try {
            directory = Files.createTempDirectory("woad-blob-test");
            Ids ids = new Ids(new SecureRandom());
            bytes = LocalBytes.open(directory, ids, InstantSource.system(), 0);
            now = new AtomicReference<>(InstantSource.system().instant());
            InstantSource clock = now::get;
            service = new BlobService(database, accounts.accounts(), bytes, ids, clock);
            accounts.create("contoso");
            accounts.create("fabrikam");
            AccountKeyCallers callers = new AccountKeyCallers(accounts.accounts());
            client = TestClient.of(service.service("woad.test", callers, (part, version) -> callers.authenticate(part), AccountKeyCallers.authoriser(), clock));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service as it is in the cloud, with signatures for credentials. */
    TestClient signed() {
        InstantSource clock = now::get;
        StorageAuthenticator authenticator = new StorageAuthenticator(StorageService.BLOB, new StorageAuthenticator.Foundation(accounts.accounts()::find, (token, audiences) -> {
            throw new CloudException(CommonError.INVALID_AUTHENTICATION_TOKEN, "There is no directory.");
        }, (account, kind, container, id) -> service.policy(account, container, id), (tenant, principal) -> Optional.empty(), "https://login.woad.test", clock));
        StorageAuthoriser authoriser = new StorageAuthoriser((caller, scope) -> Grants.NONE, (caller, action, scope) -> false, service::openness);
        return TestClient.of(service.service("woad.test", authenticator, authoriser, clock));
    }

    /** Lets time pass. */
    void pass(java.time.Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    Instant now() {
        return now.get();
    }

    /** Reads a page of the account's website, as a browser does. */
    Answer site(String path, String... headers) {
        return read(TestClient.of(service.website("woad.test")), "GET", "https://contoso.web.core.woad.test" + path, new byte[0], headers);
    }

    Account account() {
        return accounts.accounts().find("contoso").orElseThrow();
    }

    void configure(UnaryOperator<BlobServiceProperties> change) {
        accounts.accounts().changeServices(account(), all -> all.withBlob(change.apply(all.blob())));
    }

    /** An answer with its body read to the end. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }

        /** Status and error code. */
        String outcome() {
            String code = header("x-ms-error-code");
            return code == null ? Integer.toString(status) : status + " " + code;
        }

        /** The text of the first element of this name, or null. */
        String element(String name) {
            int start = text().indexOf("<" + name + ">");
            return start < 0 ? null : text().substring(start + name.length() + 2, text().indexOf("</" + name + ">", start));
        }
    }

    /** Sends a request to the account with its key. @param headers names and values alternate */
    Answer send(String method, String path, byte[] body, String... headers) {
        return sendAs("contoso", method, path, body, headers);
    }

    /** With the key of an account, which need not be the one that is called. */
    Answer sendAs(String key, String method, String path, byte[] body, String... headers) {
        return at(HOST, key, method, path, body, headers);
    }

    /** To the service of an account, with the key of an account. */
    Answer at(String host, String key, String method, String path, byte[] body, String... headers) {
        return read(client.with("Authorization", key).with("Content-Length", Integer.toString(body.length)), method, host + path, body, headers);
    }

    private static Answer read(TestClient from, String method, String url, byte[] body, String... headers) {
        TestClient sender = from;
        for (int i = 0; i < headers.length; i += 2) {
            sender = sender.with(headers[i], headers[i + 1]);
        }
        WebResponse response = sender.send(method, url, body).response();
        Map<String, String> answered = new HashMap<>();
        response.headers().forEach(header -> answered.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        if (response.contentType() != null) {
            answered.put("content-type", response.contentType());
        }
        if (response.streamed() != null) {
            answered.put("content-length", Long.toString(response.streamed().length()));
        }
        return new Answer(response.status(), answered, method.equals("HEAD") ? new byte[0] : body(response));
    }

    private static byte[] body(WebResponse response) {
        if (response.streamed() == null) {
            return response.body() == null ? new byte[0] : response.body();
        }
        ByteArrayOutputStream to = new ByteArrayOutputStream();
        try {
            response.streamed().writer().writeTo(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return to.toByteArray();
    }

    Answer get(String path, String... headers) {
        return send("GET", path, new byte[0], headers);
    }

    Answer head(String path, String... headers) {
        return send("HEAD", path, new byte[0], headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, new byte[0], headers);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Put Blob. */
    Answer upload(String path, byte[] body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "x-ms-blob-type";
        all[headers.length + 1] = "BlockBlob";
        return send("PUT", path, body, all);
    }

    /** Put Blob. */
    Answer upload(String path, String body, String... headers) {
        return upload(path, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    @Override
    public void close() {
        bytes.close();
        database.close();
        try {
            FileTrees.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
