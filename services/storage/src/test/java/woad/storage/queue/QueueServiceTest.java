package woad.storage.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import woad.platform.core.Ids;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;
import woad.storage.access.AccountKeyCallers;
import woad.storage.account.Account;
import woad.storage.account.AccountKind;
import woad.storage.account.TestAccounts;
import woad.storage.wire.XmlText;

/** The queue service over its wire, on a real database. */
class QueueServiceTest {
    private static final String HOST = "https://contoso.queue.core.woad.test";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static int count;
    private static Database database;
    private static TestAccounts accounts;
    private static TestClient client;
    private static TestClient neighbour;
    private String queue;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        accounts = new TestAccounts(database);
        accounts.create("contoso");
        accounts.create("fabrikam");
        QueueService service = new QueueService(database, accounts.accounts(), new Ids(new SecureRandom()));
        TestClient anybody = TestClient.of(service.service("woad.test", new AccountKeyCallers(accounts.accounts()), AccountKeyCallers.authoriser(), InstantSource.system()));
        client = anybody.with("Authorization", "contoso");
        neighbour = anybody.with("Authorization", "fabrikam");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void createQueue() {
        queue = HOST + "/q" + String.format("%03d", ++count);
        assertThat(client.put(queue, null).status()).isEqualTo(201);
    }

    private static String document(String text) {
        return "<QueueMessage><MessageText>" + XmlText.escape(text) + "</MessageText></QueueMessage>";
    }

    private static Document xml(TestClient.Answer answer) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(answer.response().body()));
        } catch (Exception e) {
            throw new AssertionError("not XML: " + answer.text(), e);
        }
    }

    private static List<String> all(TestClient.Answer answer, String element) {
        var nodes = xml(answer).getElementsByTagName(element);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static String one(TestClient.Answer answer, String element) {
        assertThat(all(answer, element)).as(answer.text()).hasSize(1);
        return all(answer, element).getFirst();
    }

    private static void refused(TestClient.Answer answer, int status, String code) {
        assertThat(answer.status() + " " + answer.header("x-ms-error-code")).isEqualTo(status + " " + code);
        assertThat(one(answer, "Code")).isEqualTo(code);
    }

    private TestClient.Answer put(String text, String query) {
        TestClient.Answer answer = client.post(queue + "/messages" + query, document(text));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private TestClient.Answer take(String query) {
        TestClient.Answer answer = client.get(queue + "/messages" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private TestClient.Answer takeOnceDue(String query) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        TestClient.Answer answer = take(query);
        while (all(answer, "MessageId").isEmpty()) {
            assertThat(System.nanoTime()).as("nothing came due").isLessThan(end);
            answer = take(query);
        }
        return answer;
    }

    private String messageUrl(TestClient.Answer holder) {
        return messageUrl(one(holder, "MessageId"), one(holder, "PopReceipt"));
    }

    private String messageUrl(String id, String receipt) {
        return queue + "/messages/" + id + "?popreceipt=" + receipt.replace("+", "%2B");
    }

    @Test
    void aMessageIsPutTakenAndDeleted() {
        String text = "Grüße &<>\" \r\n\t 🙂 ]]>";
        TestClient.Answer put = put(text, "");
        TestClient.Answer taken = take("");
        assertThat(one(taken, "MessageText")).isEqualTo(text);
        assertThat(one(taken, "MessageId")).isEqualTo(one(put, "MessageId"));
        assertThat(one(taken, "DequeueCount")).isEqualTo("1");
        assertThat(one(taken, "PopReceipt")).isNotEqualTo(one(put, "PopReceipt"));
        assertThat(one(taken, "InsertionTime")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
        assertThat(all(take(""), "MessageId")).isEmpty();
        assertThat(client.delete(messageUrl(taken)).status()).isEqualTo(204);
        refused(client.delete(messageUrl(taken)), 404, "MessageNotFound");
    }

    @Test
    void theTextIsNotInTheDatabaseAsItIs() {
        put("a secret of the customer", "");
        assertThat(database.<Boolean>with(handle -> handle.createQuery("select bool_or(position('secret'::bytea in sealed_text) > 0) from storage.message").mapTo(Boolean.class).one()))
                .isFalse();
    }

    @Test
    void messagesComeInTheirOrder() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add("m" + i);
            put("m" + i, "");
        }
        List<String> got = new ArrayList<>(all(take("?numofmessages=32"), "MessageText"));
        got.addAll(all(take("?numofmessages=32"), "MessageText"));
        assertThat(got).isEqualTo(sent);
        assertThat(client.get(queue + "?comp=metadata").header("x-ms-approximate-messages-count")).isEqualTo("40");
    }

    @Test
    void peekingChangesNothing() {
        put("m", "");
        for (int i = 0; i < 2; i++) {
            TestClient.Answer peeked = take("?peekonly=true");
            assertThat(one(peeked, "DequeueCount")).isEqualTo("0");
            assertThat(all(peeked, "PopReceipt")).isEmpty();
        }
        assertThat(one(take(""), "DequeueCount")).isEqualTo("1");
        assertThat(all(take("?peekonly=true"), "MessageId")).isEmpty();
    }

    @Test
    void whatIsNotDeletedComesBack() {
        put("m", "");
        TestClient.Answer first = take("?visibilitytimeout=1");
        TestClient.Answer second = takeOnceDue("?visibilitytimeout=30");
        assertThat(one(second, "DequeueCount")).isEqualTo("2");
        refused(client.delete(messageUrl(first)), 400, "PopReceiptMismatch");
        refused(client.put(messageUrl(first) + "&visibilitytimeout=1", null), 400, "PopReceiptMismatch");
        assertThat(client.delete(messageUrl(second)).status()).isEqualTo(204);
    }

    @Test
    void aMessageIsChangedByItsHolder() {
        TestClient.Answer put = put("before", "");
        TestClient.Answer updated = client.put(messageUrl(put) + "&visibilitytimeout=0", document("after"));
        assertThat(updated.status()).isEqualTo(204);
        assertThat(updated.header("x-ms-time-next-visible")).endsWith("GMT");
        refused(client.delete(messageUrl(put)), 400, "PopReceiptMismatch");
        TestClient.Answer taken = take("");
        assertThat(one(taken, "MessageText")).isEqualTo("after");
        TestClient.Answer hidden = client.put(messageUrl(taken) + "&visibilitytimeout=600", null);
        assertThat(hidden.status()).isEqualTo(204);
        assertThat(client.put(messageUrl(one(taken, "MessageId"), hidden.header("x-ms-popreceipt")) + "&visibilitytimeout=0", null).status()).isEqualTo(204);
        assertThat(one(take(""), "MessageText")).isEqualTo("after");
    }

    @Test
    void aMessageMayStartHiddenAndMayLiveForever() {
        put("later", "?visibilitytimeout=1&messagettl=-1");
        put("now", "?messagettl=100");
        assertThat(one(take(""), "MessageText")).isEqualTo("now");
        TestClient.Answer later = takeOnceDue("");
        assertThat(one(later, "MessageText")).isEqualTo("later");
        assertThat(one(later, "ExpirationTime")).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
    }

    @Test
    void expiredMessagesAreGoneAndSwept() {
        TestClient.Answer put = put("short", "?messagettl=1");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!all(take("?peekonly=true"), "MessageId").isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        refused(client.delete(messageUrl(put)), 404, "MessageNotFound");
        refused(client.put(messageUrl(put) + "&visibilitytimeout=1", null), 404, "MessageNotFound");
        new QueueSweeper(database).sweep();
        assertThat(stored(one(put, "MessageId"))).isZero();
    }

    private static int stored(String id) {
        return database.with(handle -> handle.createQuery("select count(*) from storage.message where id = cast(:id as uuid)").bind("id", id).mapTo(Integer.class).one());
    }

    @Test
    void aQueueIsClearedAndDeletedAtOnceAndSweptLater() {
        String cleared = one(put("m", ""), "MessageId");
        assertThat(client.delete(queue + "/messages").status()).isEqualTo(204);
        assertThat(all(take(""), "MessageId")).isEmpty();
        String deleted = one(put("m", ""), "MessageId");
        assertThat(client.delete(queue).status()).isEqualTo(204);
        refused(client.get(queue + "/messages"), 404, "QueueNotFound");
        assertThat(client.put(queue, null).status()).isEqualTo(201);
        assertThat(all(take(""), "MessageId")).isEmpty();
        assertThat(stored(cleared) + stored(deleted)).isEqualTo(2);
        new QueueSweeper(database).sweep();
        assertThat(stored(cleared) + stored(deleted)).isZero();
    }

    @Test
    void anAccountTakesItsQueuesAlong() {
        Account account = accounts.create("vanishing");
        TestClient owner = client.with("Authorization", "vanishing");
        owner.put("https://vanishing.queue.core.woad.test/q01", null);
        TestClient.Answer put = owner.post("https://vanishing.queue.core.woad.test/q01/messages", document("m"));
        assertThat(put.status()).isEqualTo(201);
        database.with(handle -> handle.execute("delete from storage.account where id = ?", account.id()));
        new QueueSweeper(database).sweep();
        assertThat(stored(one(put, "MessageId"))).isZero();
    }

    @Test
    void creatingAgainIsFineWithTheSameMetadata() {
        TestClient withMetadata = client.with("x-ms-meta-Color", "blue");
        String other = queue + "-b";
        assertThat(withMetadata.put(other, null).status()).isEqualTo(201);
        assertThat(withMetadata.put(other, null).status()).isEqualTo(204);
        refused(client.put(other, null), 409, "QueueAlreadyExists");
        assertThat(client.get(other + "?comp=metadata").header("x-ms-meta-color")).isEqualTo("blue");
        assertThat(client.with("x-ms-meta-a", "1").put(other + "?comp=metadata", null).status()).isEqualTo(204);
        TestClient.Answer changed = client.send("HEAD", other + "?comp=metadata", null);
        assertThat(changed.header("x-ms-meta-a")).isEqualTo("1");
        assertThat(changed.header("x-ms-meta-color")).isNull();
        assertThat(changed.header("x-ms-approximate-messages-count")).isEqualTo("0");
    }

    @Test
    void queuesAreListedInPages() {
        String prefix = "list" + count;
        for (int i = 0; i < 5; i++) {
            client.with("x-ms-meta-number", "n" + i).put(HOST + "/" + prefix + "-" + i, null);
        }
        TestClient.Answer first = client.get(HOST + "/?comp=list&prefix=" + prefix + "&maxresults=3&include=metadata");
        assertThat(all(first, "Name")).containsExactly(prefix + "-0", prefix + "-1", prefix + "-2");
        assertThat(all(first, "number")).containsExactly("n0", "n1", "n2");
        assertThat(xml(first).getDocumentElement().getAttribute("ServiceEndpoint")).isEqualTo(HOST + "/");
        TestClient.Answer rest = client.get(HOST + "/?comp=list&prefix=" + prefix + "&marker=" + one(first, "NextMarker"));
        assertThat(all(rest, "Name")).containsExactly(prefix + "-3", prefix + "-4");
        assertThat(one(rest, "NextMarker")).isEmpty();
        assertThat(all(rest, "number")).isEmpty();
        assertThat(all(neighbour.get("https://fabrikam.queue.core.woad.test/?comp=list"), "Name")).isEmpty();
        refused(client.get(HOST + "/?comp=list&maxresults=0"), 400, "OutOfRangeQueryParameterValue");
        refused(client.get(HOST + "/?comp=list&maxresults=x"), 400, "InvalidQueryParameterValue");
        refused(client.get(HOST + "/?comp=list&marker=%00"), 400, "InvalidMarker");
        assertThat(all(client.get(HOST + "/?comp=list&prefix=%00"), "Name")).isEmpty();
    }

    @Test
    void storedAccessPoliciesAreKept() {
        String document = "<SignedIdentifiers><SignedIdentifier><Id>one</Id><AccessPolicy><Expiry>2030-01-01T00:00:00Z</Expiry><Permission>rp</Permission></AccessPolicy>"
                + "</SignedIdentifier></SignedIdentifiers>";
        assertThat(client.put(queue + "?comp=acl", document).status()).isEqualTo(204);
        TestClient.Answer got = client.get(queue + "?comp=acl");
        assertThat(one(got, "Id")).isEqualTo("one");
        assertThat(one(got, "Expiry")).isEqualTo("2030-01-01T00:00:00.0000000Z");
        refused(client.put(queue + "?comp=acl", document.replace("rp", "w")), 400, "InvalidXmlNodeValue");
        assertThat(client.put(queue + "?comp=acl", null).status()).isEqualTo(204);
        assertThat(all(client.get(queue + "?comp=acl"), "Id")).isEmpty();
    }

    @Test
    void serviceProperties() {
        String document = "<StorageServiceProperties><Cors><CorsRule><AllowedOrigins>https://shop.example</AllowedOrigins><AllowedMethods>GET</AllowedMethods>"
                + "<MaxAgeInSeconds>5</MaxAgeInSeconds><ExposedHeaders/><AllowedHeaders>*</AllowedHeaders></CorsRule></Cors></StorageServiceProperties>";
        assertThat(client.put(HOST + "/?restype=service&comp=properties", document).status()).isEqualTo(202);
        assertThat(one(client.get(HOST + "/?restype=service&comp=properties"), "AllowedOrigins")).isEqualTo("https://shop.example");
        TestClient.Answer preflight = client.with("Origin", "https://shop.example").with("Access-Control-Request-Method", "GET").send("OPTIONS", queue + "/messages", null);
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example");
        refused(client.put(HOST + "/?restype=service&comp=properties", "<x/>"), 400, "InvalidXmlDocument");
        refused(client.get(HOST + "/?restype=service&comp=stats"), 400, "InvalidQueryParameterValue");
    }

    @Test
    void consumersAtOnceNeverShareAMessage() throws Exception {
        int messages = 400;
        for (int i = 0; i < messages; i++) {
            put("m" + i, "");
        }
        List<String> seen = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> consumers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int most = i + 1;
                consumers.add(executor.submit(() -> {
                    List<String> mine = new ArrayList<>();
                    for (List<String> got = all(take("?numofmessages=" + most), "MessageText"); !got.isEmpty(); got = all(take("?numofmessages=" + most), "MessageText")) {
                        mine.addAll(got);
                    }
                    return mine;
                }));
            }
            for (Future<List<String>> consumer : consumers) {
                seen.addAll(consumer.get());
            }
        }
        // One that finds all that is due locked by others ends early; what it left is still there.
        for (List<String> got = all(take("?numofmessages=32"), "MessageText"); !got.isEmpty(); got = all(take("?numofmessages=32"), "MessageText")) {
            seen.addAll(got);
        }
        assertThat(seen).hasSize(messages).doesNotHaveDuplicates();
    }

    @Test
    void aQueueThatIsNotThere() {
        String nowhere = HOST + "/nowhere";
        String message = nowhere + "/messages/00000000-0000-0000-0000-000000000000?popreceipt=AAAAAAAAAAAAAAAAAAAAAA==";
        refused(client.delete(nowhere), 404, "QueueNotFound");
        refused(client.get(nowhere + "?comp=metadata"), 404, "QueueNotFound");
        refused(client.put(nowhere + "?comp=metadata", null), 404, "QueueNotFound");
        refused(client.get(nowhere + "?comp=acl"), 404, "QueueNotFound");
        refused(client.put(nowhere + "?comp=acl", null), 404, "QueueNotFound");
        refused(client.post(nowhere + "/messages", document("m")), 404, "QueueNotFound");
        refused(client.get(nowhere + "/messages"), 404, "QueueNotFound");
        refused(client.get(nowhere + "/messages?peekonly=true"), 404, "QueueNotFound");
        refused(client.delete(nowhere + "/messages"), 404, "QueueNotFound");
        refused(client.delete(message), 404, "QueueNotFound");
        refused(client.put(message + "&visibilitytimeout=0", null), 404, "QueueNotFound");
    }

    @ParameterizedTest
    @CsvSource({"ab,OutOfRangeInput", "Upper,InvalidResourceName", "a--b,InvalidResourceName", "-ab,InvalidResourceName", "ab-,InvalidResourceName", "a_b,InvalidResourceName"})
    void badNames(String name, String code) {
        refused(client.put(HOST + "/" + name, null), 400, code);
    }

    @ParameterizedTest
    @CsvSource({"GET,/messages?numofmessages=33,OutOfRangeQueryParameterValue", "GET,/messages?numofmessages=0,OutOfRangeQueryParameterValue",
        "GET,/messages?visibilitytimeout=0,OutOfRangeQueryParameterValue", "GET,/messages?visibilitytimeout=604801,OutOfRangeQueryParameterValue",
        "GET,/messages?visibilitytimeout=soon,InvalidQueryParameterValue", "POST,/messages?messagettl=0,OutOfRangeQueryParameterValue",
        "POST,/messages?messagettl=-2,OutOfRangeQueryParameterValue", "POST,/messages?visibilitytimeout=10&messagettl=10,InvalidQueryParameterValue",
        "POST,/messages?visibilitytimeout=-1,OutOfRangeQueryParameterValue", "DELETE,/messages/00000000-0000-0000-0000-000000000000,MissingRequiredQueryParameter",
        "DELETE,/messages/00000000-0000-0000-0000-000000000000?popreceipt=x,InvalidQueryParameterValue",
        "PUT,/messages/00000000-0000-0000-0000-000000000000?popreceipt=AAAAAAAAAAAAAAAAAAAAAA==,MissingRequiredQueryParameter"})
    void badParameters(String method, String path, String code) {
        refused(client.send(method, queue + path, method.equals("POST") ? document("m") : null), 400, code);
    }

    @Test
    void badMessages() {
        refused(client.post(queue + "/messages", null), 400, "InvalidXmlDocument");
        refused(client.post(queue + "/messages", "<QueueMessage/>"), 400, "MissingRequiredXmlNode");
        refused(client.post(queue + "/messages", "<!DOCTYPE a [<!ENTITY b 'c'>]><QueueMessage><MessageText>&b;</MessageText></QueueMessage>"), 400, "InvalidXmlDocument");
        refused(client.delete(queue + "/messages/not-an-id?popreceipt=AAAAAAAAAAAAAAAAAAAAAA=="), 404, "MessageNotFound");
        put("&".repeat(MessageEndpoints.TEXT_LIMIT), "");
        refused(client.post(queue + "/messages", document("x".repeat(MessageEndpoints.TEXT_LIMIT + 1))), 413, "RequestBodyTooLarge");
        refused(client.send("PATCH", queue, null), 405, "UnsupportedHttpVerb");
    }

    @Test
    void anAccountForBlobsHasNoQueues() {
        accounts.create("blobsonly", AccountKind.BLOB_STORAGE);
        refused(client.with("Authorization", "blobsonly").put("https://blobsonly.queue.core.woad.test/q01", null), 404, "ResourceNotFound");
    }

    @Test
    void anotherAccountsKeyOpensNothing() {
        put("m", "");
        for (String url : List.of(queue + "/messages", queue + "/messages?peekonly=true", queue + "?comp=metadata", queue + "?comp=acl", HOST + "/?comp=list")) {
            assertThat(neighbour.get(url).status()).isEqualTo(403);
        }
        assertThat(neighbour.delete(queue).status()).isEqualTo(403);
        assertThat(neighbour.get(queue.replace("contoso", "fabrikam") + "/messages").status()).isEqualTo(404);
    }
}
