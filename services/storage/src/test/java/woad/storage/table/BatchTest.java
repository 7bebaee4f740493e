package woad.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;
import woad.storage.access.AccountKeyCallers;
import woad.storage.account.TestAccounts;

/** Entity group transactions over the wire. */
class BatchTest {
    private static final String HOST = "https://contoso.table.core.woad.test";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})");
    private static int count;
    private static Database database;
    private static TestClient anybody;
    private static TestClient client;
    private String name;
    private String table;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        TestAccounts accounts = new TestAccounts(database);
        accounts.create("contoso");
        TableService service = new TableService(database, accounts.accounts(), new Ids(new SecureRandom()));
        anybody = TestClient.of(service.service("woad.test", new AccountKeyCallers(accounts.accounts()), AccountKeyCallers.authoriser(), InstantSource.system()));
        client = anybody.with("Authorization", "contoso");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void createTable() {
        name = "Batch" + ++count;
        table = HOST + "/" + name;
        assertThat(client.post(HOST + "/Tables", "{\"TableName\":\"" + name + "\"}").status()).isEqualTo(201);
    }

    private String request(String method, String row, String headers, String body) {
        String path = method.equals("POST") ? name : name + "(PartitionKey='p',RowKey='" + row + "')";
        return method + " " + HOST + "/" + path + " HTTP/1.1\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body;
    }

    private String insert(String row, String more) {
        return request("POST", row, "Prefer: return-no-content\r\n", "{\"PartitionKey\":\"p\",\"RowKey\":\"" + row + "\"" + more + "}");
    }

    private static String changeSet(List<String> requests) {
        StringBuilder body = new StringBuilder("--batch_1\r\nContent-Type: multipart/mixed; boundary=changeset_1\r\n\r\n");
        int id = 0;
        for (String request : requests) {
            body.append("--changeset_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ").append(id++).append("\r\n\r\n").append(request).append("\r\n");
        }
        return body.append("--changeset_1--\r\n--batch_1--\r\n").toString();
    }

    private static TestClient.Answer send(TestClient by, String body) {
        return by.with("Content-Type", "multipart/mixed; boundary=batch_1").post(HOST + "/$batch", body);
    }

    private static TestClient.Answer send(List<String> requests) {
        TestClient.Answer answer = send(client, changeSet(requests));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer;
    }

    private static List<String> statuses(TestClient.Answer answer) {
        List<String> statuses = new ArrayList<>();
        Matcher matcher = STATUS.matcher(answer.text());
        while (matcher.find()) {
            statuses.add(matcher.group(1));
        }
        return statuses;
    }

    private static void refused(TestClient.Answer answer, int status, String code, int index) {
        assertThat(statuses(answer)).as(answer.text()).containsExactly(Integer.toString(status));
        assertThat(answer.text()).contains("\"code\":\"" + code + "\"", "\"value\":\"" + index + ":");
    }

    private int stored() {
        return client.get(table).json().path("value").size();
    }

    @Test
    void allOperationsTogether() {
        send(List.of(insert("replaced", ",\"A\":1"), insert("merged", ",\"A\":1"), insert("deleted", "")));
        TestClient.Answer answer = send(List.of(insert("made", ""), request("POST", "shown", "", "{\"PartitionKey\":\"p\",\"RowKey\":\"shown\",\"S\":\"ü🙂\"}"),
                request("PUT", "replaced", "If-Match: *\r\n", "{\"B\":2}"), request("MERGE", "merged", "If-Match: *\r\n", "{\"B\":2}"),
                request("DELETE", "deleted", "If-Match: *\r\n", ""), request("PUT", "upserted", "", "{}"), request("PATCH", "patched", "", "{}")));
        assertThat(statuses(answer)).containsExactly("204", "201", "204", "204", "204", "204", "204");
        assertThat(answer.response().contentType()).startsWith("multipart/mixed; boundary=batchresponse_");
        assertThat(answer.text()).contains("Content-ID: 6", "ETag: W/\"datetime'", "\"S\":\"ü", "Preference-Applied: return-no-content");
        assertThat(client.get(table + "(PartitionKey='p',RowKey='replaced')").json().has("A")).isFalse();
        assertThat(client.get(table + "(PartitionKey='p',RowKey='merged')").json().has("A")).isTrue();
        assertThat(stored()).isEqualTo(6);
    }

    @Test
    void oneRefusalUndoesAll() {
        send(List.of(insert("there", ",\"A\":1")));
        refused(send(List.of(insert("a", ""), insert("there", ""), insert("b", ""))), 409, "EntityAlreadyExists", 1);
        refused(send(List.of(request("DELETE", "there", "If-Match: *\r\n", ""), request("PUT", "none", "If-Match: *\r\n", "{}"))), 404, "ResourceNotFound", 1);
        refused(send(List.of(insert("a", ""), request("MERGE", "there", "If-Match: W/\"old\"\r\n", "{}"))), 412, "UpdateConditionNotSatisfied", 1);
        refused(send(List.of(insert("a", ""), insert("a", ""))), 400, "InvalidDuplicateRow", 1);
        refused(send(List.of(insert("a", ""), insert("b", "").replace("\"p\"", "\"q\""))), 400, "CommandsInBatchActOnDifferentPartitions", 1);
        refused(send(List.of(insert("a", ""), insert("b", "").replace("/" + name, "/Other"))), 400, "InvalidInput", 1);
        refused(send(List.of(insert("a", ""), insert("b", ",\"A\":{}"))), 400, "InvalidInput", 1);
        refused(send(List.of(request("DELETE", "there", "", ""))), 400, "MissingRequiredHeader", 0);
        List<String> many = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            many.add(insert("m" + i, ""));
        }
        refused(send(many), 400, "InvalidInput", 100);
        assertThat(stored()).isEqualTo(1);
        many.removeLast();
        assertThat(statuses(send(many))).hasSize(100).containsOnly("204");
    }

    @Test
    void batchesAtOnceAreOneAfterTheOther() throws Exception {
        int writers = 8;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> answers = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                answers.add(executor.submit(() -> {
                    List<String> requests = new ArrayList<>();
                    for (int row = 0; row < 5; row++) {
                        requests.add(request("MERGE", "r" + (writer % 2 == 0 ? row : 4 - row), "", "{\"W" + writer + "\":1}"));
                    }
                    return statuses(send(requests));
                }));
            }
            for (Future<List<String>> answer : answers) {
                assertThat(answer.get()).containsExactly("204", "204", "204", "204", "204");
            }
        }
        for (int row = 0; row < 5; row++) {
            for (int writer = 0; writer < writers; writer++) {
                assertThat(client.get(table + "(PartitionKey='p',RowKey='r" + row + "')").json().has("W" + writer)).isTrue();
            }
        }
    }

    @Test
    void eachPartIsAuthorised() {
        TestClient adder = anybody.with("Authorization", "contoso " + name + ";a;;;;");
        String url = HOST + "/$batch?tn=" + name;
        TestClient typed = adder.with("Content-Type", "multipart/mixed; boundary=batch_1");
        assertThat(statuses(typed.post(url, changeSet(List.of(insert("a", "")))))).containsExactly("204");
        assertThat(typed.post(url, changeSet(List.of(request("PUT", "b", "", "{}")))).status()).isEqualTo(403);
        TestClient bounded = anybody.with("Authorization", "contoso " + name + ";a;p;x;p;z").with("Content-Type", "multipart/mixed; boundary=batch_1");
        assertThat(bounded.post(url, changeSet(List.of(insert("y", ""), insert("a9", "")))).status()).isEqualTo(403);
        assertThat(send(anybody, changeSet(List.of(insert("c", "")))).status()).isEqualTo(401);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void oneEntityIsRead() {
        send(List.of(insert("r", ",\"A\":1")));
        String body = "--batch_1\r\nContent-Type: application/http\r\n\r\nGET " + table + "(PartitionKey='p',RowKey='r') HTTP/1.1\r\nAccept: application/json;odata=nometadata\r\n\r\n\r\n--batch_1--";
        TestClient.Answer got = send(client, body);
        assertThat(statuses(got)).containsExactly("200");
        assertThat(got.text()).contains("\"A\":1").doesNotContain("odata.etag");
        assertThat(statuses(send(client, body.replace("'r'", "'none'")))).containsExactly("404");
        assertThat(send(client, body.replace("(PartitionKey='p',RowKey='r')", "()")).status()).isEqualTo(501);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--", "--batch_1", "--batch_1--", "--batch_1\r\n\r\n--batch_1--", "--batch_1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--batch_1--",
        "--batch_1\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c--\r\n--batch_1--", "--batch_1\r\nContent-Type: multipart/mixed\r\n\r\n--c--\r\n--batch_1--",
        "--batch_1\r\nContent-Type: application/http\r\n\r\nGET http://elsewhere/T(PartitionKey='p',RowKey='r') HTTP/1.1\r\n\r\n--batch_1--",
        "--batch_1\r\nContent-Type: application/http\r\n\r\nGET /%ZZ HTTP/1.1\r\n\r\n--batch_1--", "--batch_1\r\nContent-Type: application/http\r\n\r\nnonsense\r\n--batch_1--"})
    void refusesWhatIsNoBatch(String body) {
        TestClient.Answer answer = send(client, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("odata.error").path("code").asText()).isEqualTo("InvalidInput");
        assertThat(client.post(HOST + "/$batch", body).status()).isEqualTo(400);
    }

    @Test
    void nothingMalformedIsUnexplained() {
        String whole = changeSet(List.of(insert("a", ",\"A\":1,\"B@odata.type\":\"Edm.Int64\",\"B\":\"5\""), request("MERGE", "b", "If-Match: *\r\n", "{\"C\":1.5}"), request("DELETE", "c", "If-Match: *\r\n", "")));
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            StringBuilder mutated = new StringBuilder(whole);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(mutated.length());
                switch (random.nextInt(3)) {
                    case 0 -> mutated.delete(at, Math.min(mutated.length(), at + 1 + random.nextInt(40)));
                    case 1 -> mutated.insert(at, "\r\n-'\"{}():;%\0\ud83d\ude42".charAt(random.nextInt(15)));
                    default -> mutated.insert(at, mutated.substring(at, Math.min(mutated.length(), at + random.nextInt(200))));
                }
            }
            TestClient.Answer answer = send(client, mutated.toString());
            assertThat(answer.status()).as("seed " + seed + ": " + answer.text()).isIn(202, 400, 403, 404, 413, 415, 501);
            assertThat(statuses(answer)).as("seed " + seed).doesNotContain("500");
        }
    }

    @Test
    void namesAndTextsNeedNoCare() {
        String key = "it''s (a) key, RowKey='x";
        String body = changeSet(List.of("PUT /" + name + "(PartitionKey='" + Json.write(1) + "',RowKey='" + java.net.URLEncoder.encode(key.replace("'x", "''x"), java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20")
                + "') HTTP/1.1\nContent-Type: application/json\n\n" + Json.write(java.util.Map.of("S", "line\nline --batch_1 --changeset_1--")))).replace("\r\n", "\n");
        assertThat(statuses(send(client, body))).containsExactly("204");
        assertThat(client.get(table).json().path("value").path(0).path("S").textValue()).isEqualTo("line\nline --batch_1 --changeset_1--");
        assertThat(client.get(table).json().path("value").path(0).path("RowKey").textValue()).isEqualTo("it's (a) key, RowKey='x");
    }
}
