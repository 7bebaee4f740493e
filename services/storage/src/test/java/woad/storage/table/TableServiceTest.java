package woad.storage.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import woad.platform.core.Ids;
import woad.platform.core.Json;
import woad.platform.store.Database;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;
import woad.storage.access.AccountKeyCallers;
import woad.storage.account.TestAccounts;

/** The table service over its wire, on a real database. */
class TableServiceTest {
    private static final String HOST = "https://contoso.table.core.woad.test";
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
        accounts.create("fabrikam");
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
        name = "Table" + String.format("%03d", ++count);
        table = HOST + "/" + name;
        assertThat(client.post(HOST + "/Tables", "{\"TableName\":\"" + name + "\"}").status()).isEqualTo(201);
    }

    private static void refused(TestClient.Answer answer, int status, String code) {
        assertThat(answer.status() + " " + answer.json().path("odata.error").path("code").asText()).as(answer.text()).isEqualTo(status + " " + code);
        assertThat(answer.header("x-ms-error-code")).isEqualTo(code);
    }

    private String at(String partition, String row) {
        return table + "(" + KeyPredicate.write(new EntityKey(partition, row)) + ")";
    }

    private static String entity(String partition, String row, String more) {
        return "{\"PartitionKey\":" + Json.write(partition) + ",\"RowKey\":" + Json.write(row) + more + "}";
    }

    private TestClient.Answer insert(String partition, String row, String more) {
        TestClient.Answer answer = client.post(table, entity(partition, row, more));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer;
    }

    private static List<String> rows(TestClient.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        List<String> rows = new ArrayList<>();
        answer.json().path("value").forEach(entity -> rows.add(entity.path("PartitionKey").asText() + "/" + entity.path("RowKey").asText()));
        return rows;
    }

    private TestClient.Answer query(String query) {
        return client.get(table + "()?" + query.replace(" ", "%20").replace("🙂", "%F0%9F%99%82"));
    }

    @Test
    void everyTypeComesBackAsItWent() {
        String more = ",\"S\":\"ü\\u0000🙂\",\"I\":-5,\"L@odata.type\":\"Edm.Int64\",\"L\":\"9007199254740993\",\"D\":1.5,\"D0\":2.0,\"N@odata.type\":\"Edm.Double\",\"N\":\"NaN\""
                + ",\"W@odata.type\":\"Edm.Double\",\"W\":3,\"B\":true,\"T@odata.type\":\"Edm.DateTime\",\"T\":\"2020-01-02T03:04:05.1234567Z\""
                + ",\"G@odata.type\":\"Edm.Guid\",\"G\":\"00000000-0000-0000-0000-00000000000a\",\"X@odata.type\":\"Edm.Binary\",\"X\":\"AP8=\",\"Null\":null";
        TestClient.Answer made = insert("p", "r", more);
        assertThat(made.header("Location")).isEqualTo(at("p", "r"));
        TestClient.Answer got = client.get(at("p", "r"));
        assertThat(got.json()).isEqualTo(made.json());
        assertThat(got.header("ETag")).isEqualTo(made.header("ETag")).startsWith("W/\"datetime'2");
        JsonNode entity = got.json();
        assertThat(entity.path("odata.metadata").textValue()).isEqualTo(HOST + "/$metadata#" + name + "/@Element");
        assertThat(entity.path("odata.etag").textValue()).isEqualTo(got.header("ETag"));
        assertThat(entity.path("S").textValue()).isEqualTo("ü\u0000🙂");
        assertThat(entity.path("I").intValue()).isEqualTo(-5);
        assertThat(entity.path("L@odata.type").textValue() + entity.path("L").textValue()).isEqualTo("Edm.Int649007199254740993");
        assertThat(got.text()).contains("\"D\":1.5,\"D0\":2.0,", "\"N@odata.type\":\"Edm.Double\",\"N\":\"NaN\"", "\"W\":3.0");
        assertThat(entity.path("T").textValue()).isEqualTo("2020-01-02T03:04:05.1234567Z");
        assertThat(entity.path("X@odata.type").textValue() + entity.path("X").textValue()).isEqualTo("Edm.BinaryAP8=");
        assertThat(entity.has("Null")).isFalse();
        assertThat(entity.has("Timestamp@odata.type")).isFalse();
        JsonNode bare = client.with("Accept", "application/json;odata=nometadata").get(at("p", "r")).json();
        assertThat(bare.properties().stream().map(java.util.Map.Entry::getKey)).noneMatch(field -> field.contains("odata"));
        assertThat(bare.path("L").textValue()).isEqualTo("9007199254740993");
        JsonNode full = client.with("Accept", "application/json;odata=fullmetadata").get(at("p", "r")).json();
        assertThat(full.path("odata.type").textValue()).isEqualTo("contoso." + name);
        assertThat(full.path("odata.editLink").textValue()).isEqualTo(name + "(PartitionKey='p',RowKey='r')");
        assertThat(full.path("Timestamp@odata.type").textValue()).isEqualTo("Edm.DateTime");
    }

    @Test
    void thePropertiesAreNotInTheDatabaseAsTheyAre() {
        insert("p", "r", ",\"S\":\"a secret of the customer\"");
        assertThat(database.<Boolean>with(handle -> handle.createQuery("select bool_or(position('secret'::bytea in sealed_properties) > 0) from storage.entity")
                .mapTo(Boolean.class).one())).isFalse();
    }

    @Test
    void keysOfAnyCharacters() {
        for (String key : List.of("", "it's", "''", "a b+c&d=e%20", "(x),RowKey='y'", "🙂é", "\ue000", "x".repeat(512), "漢".repeat(512))) {
            insert(key, key, ",\"A\":1");
            assertThat(client.get(at(key, key)).json().path("RowKey").textValue()).isEqualTo(key);
            assertThat(client.delete(at(key, key)).status()).isEqualTo(400);
            assertThat(client.with("If-Match", "*").delete(at(key, key)).status()).isEqualTo(204);
        }
        for (String key : List.of("a/b", "a\\b", "a#b", "a?b", "\u0001", "\u0085")) {
            refused(client.post(table, entity("p", key, "")), 400, "OutOfRangeInput");
        }
        refused(client.post(table, entity("x".repeat(513), "r", "")), 400, "KeyValueTooLarge");
    }

    @Test
    void insertIsRefusedWhereThereIsOne() {
        insert("p", "r", "");
        refused(client.post(table, entity("p", "r", "")), 409, "EntityAlreadyExists");
        TestClient.Answer silent = client.with("Prefer", "return-no-content").post(table, entity("p", "s", ""));
        assertThat(silent.status()).isEqualTo(204);
        assertThat(silent.header("Preference-Applied")).isEqualTo("return-no-content");
        assertThat(silent.header("ETag")).isNotNull();
    }

    @Test
    void replacingAndMerging() {
        assertThat(client.put(at("p", "r"), "{\"A\":1,\"B\":2}").status()).isEqualTo(204);
        assertThat(client.send("MERGE", at("p", "r"), "{\"B\":3,\"C\":4}").status()).isEqualTo(204);
        JsonNode merged = client.get(at("p", "r")).json();
        assertThat(List.of(merged.path("A").intValue(), merged.path("B").intValue(), merged.path("C").intValue())).containsExactly(1, 3, 4);
        TestClient.Answer replaced = client.with("If-Match", "*").put(at("p", "r"), "{\"D\":5}");
        assertThat(replaced.status()).isEqualTo(204);
        assertThat(client.get(at("p", "r")).json().has("A")).isFalse();
        assertThat(client.get(at("p", "r")).header("ETag")).isEqualTo(replaced.header("ETag"));
        assertThat(client.send("PATCH", at("p", "new"), "{\"A\":1}").status()).isEqualTo(204);
        refused(client.with("If-Match", "*").send("PATCH", at("p", "none"), "{}"), 404, "ResourceNotFound");
        refused(client.with("If-Match", "*").put(at("p", "none"), "{}"), 404, "ResourceNotFound");
        refused(client.with("If-Match", "*").delete(at("p", "none")), 404, "ResourceNotFound");
        refused(client.get(at("p", "none")), 404, "ResourceNotFound");
        refused(client.put(at("p", "r"), "{\"PartitionKey\":\"q\"}"), 400, "PartitionKeyPropertyCannotBeUpdated");
    }

    @Test
    void aTagIsOfOneState() {
        String first = insert("p", "r", ",\"A\":1").header("ETag");
        String second = client.with("If-Match", first).put(at("p", "r"), "{\"A\":2}").header("ETag");
        assertThat(second).isNotEqualTo(first);
        for (TestClient.Answer late : List.of(client.with("If-Match", first).put(at("p", "r"), "{\"A\":3}"), client.with("If-Match", first).send("MERGE", at("p", "r"), "{\"A\":3}"),
                client.with("If-Match", first).delete(at("p", "r")), client.with("If-Match", "W/\"nonsense\"").delete(at("p", "r")))) {
            refused(late, 412, "UpdateConditionNotSatisfied");
        }
        refused(client.delete(at("p", "r")), 400, "MissingRequiredHeader");
        assertThat(client.with("If-Match", second).delete(at("p", "r")).status()).isEqualTo(204);
    }

    @Test
    void changesAtOnceLoseNothing() throws Exception {
        client.put(at("p", "r"), "{}");
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int number = i;
                writers.add(executor.submit(() -> client.send("MERGE", at("p", number % 2 == 0 ? "r" : "new"), "{\"A" + number + "\":1}").status()));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get()).isEqualTo(204);
            }
        }
        for (int i = 0; i < 24; i++) {
            assertThat(client.get(at("p", i % 2 == 0 ? "r" : "new")).json().has("A" + i)).as("A" + i).isTrue();
        }
    }

    @Test
    void queries() {
        for (int i = 0; i < 6; i++) {
            insert("p" + i % 2, "r" + i, ",\"Number\":" + i + ",\"Name\":\"n🙂" + i + "\"" + (i == 3 ? ",\"Extra\":true" : ""));
        }
        assertThat(rows(query(""))).containsExactly("p0/r0", "p0/r2", "p0/r4", "p1/r1", "p1/r3", "p1/r5");
        assertThat(rows(client.get(table))).hasSize(6);
        assertThat(rows(query("$filter=PartitionKey eq 'p1'"))).containsExactly("p1/r1", "p1/r3", "p1/r5");
        assertThat(rows(query("$filter=PartitionKey eq 'p1' and RowKey gt 'r1' and RowKey lt 'r5'"))).containsExactly("p1/r3");
        assertThat(rows(query("$filter=Number ge 2 and Number lt 5"))).containsExactly("p0/r2", "p0/r4", "p1/r3");
        assertThat(rows(query("$filter=Name eq 'n🙂4' or Extra"))).containsExactly("p0/r4", "p1/r3");
        assertThat(rows(query("$filter=Extra ne true"))).isEmpty();
        JsonNode selected = query("$select=Number,RowKey&$filter=RowKey eq 'r3'").json().path("value").path(0);
        assertThat(selected.has("Number") && selected.has("RowKey") && selected.has("odata.etag")).isTrue();
        assertThat(selected.has("PartitionKey") || selected.has("Name") || selected.has("Timestamp")).isFalse();
        refused(query("$filter=Number ge"), 400, "InvalidInput");
        refused(query("$filter=startswith(Name,'a')"), 501, "NotImplemented");
        refused(query("$top=0"), 400, "OutOfRangeQueryParameterValue");
        refused(query("$top=x"), 400, "InvalidQueryParameterValue");
        refused(query("NextPartitionKey=x"), 400, "InvalidInput");
        assertThat(rows(query("$filter=PartitionKey eq 'p%00'"))).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            insert("p" + i / 10, "r" + (i % 10), ",\"Odd\":" + (i % 2 == 1));
            all.add("p" + i / 10 + "/r" + i % 10);
        }
        assertThat(pages("$top=7")).isEqualTo(all);
        assertThat(pages("$top=1&$filter=Odd eq true")).isEqualTo(all.stream().filter(key -> (key.charAt(4) - '0') % 2 == 1).toList());
        assertThat(pages("$top=25")).isEqualTo(all);
    }

    private List<String> pages(String query) {
        List<String> all = new ArrayList<>();
        String next = "";
        do {
            TestClient.Answer page = query(query + next);
            all.addAll(rows(page));
            String partition = page.header("x-ms-continuation-NextPartitionKey");
            next = partition == null ? null : "&NextPartitionKey=" + partition + "&NextRowKey=" + page.header("x-ms-continuation-NextRowKey");
        } while (next != null);
        return all;
    }

    @Test
    void largeEntitiesMakeSmallPages() {
        String properties = ",\"A\":\"" + "x".repeat(32 << 10) + "\",\"B\":\"" + "y".repeat(32 << 10) + "\",\"C\":\"" + "z".repeat(32 << 10) + "\",\"D\":\"" + "z".repeat(32 << 10) + "\"";
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            insert("p", "r" + (10 + i), properties);
            all.add("p/r" + (10 + i));
        }
        TestClient.Answer first = query("");
        assertThat(first.response().body().length).isLessThan(6 << 20);
        assertThat(first.header("x-ms-continuation-NextRowKey")).isNotNull();
        assertThat(pages("")).isEqualTo(all);
    }

    @Test
    void limits() {
        String largest = "x".repeat(32 << 10);
        insert("p", "fits", ",\"A\":\"" + largest + "\"");
        refused(client.post(table, entity("p", "r", ",\"A\":\"" + largest + "x\"")), 400, "PropertyValueTooLarge");
        StringBuilder large = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            large.append(",\"A").append(i).append("\":\"").append(largest).append('"');
        }
        refused(client.post(table, entity("p", "r", large.toString())), 400, "EntityTooLarge");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < EntityLimits.MOST_PROPERTIES; i++) {
            many.append(",\"A").append(i).append("\":1");
        }
        insert("p", "many", many.toString());
        refused(client.post(table, entity("p", "r", many + ",\"B\":1")), 400, "TooManyProperties");
        refused(client.send("MERGE", at("p", "many"), "{\"B\":1}"), 400, "TooManyProperties");
        refused(client.post(table, entity("p", "r", ",\"" + "n".repeat(256) + "\":1")), 400, "PropertyNameTooLong");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{|InvalidInput", "[]|InvalidInput", "{}|PropertiesNeedValue", "{\"PartitionKey\":\"p\"}|PropertiesNeedValue",
        "{\"PartitionKey\":1,\"RowKey\":\"r\"}|PrimaryKeyPropertyIsInvalidType", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"a-b\":1}|PropertyNameInvalid",
        "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"1\":1}|PropertyNameInvalid", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":{}}|InvalidInput",
        "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":99999999999}|InvalidInput", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":1e999}|InvalidInput",
        "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":\"x\",\"A@odata.type\":\"Edm.Int32\"}|InvalidInput", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":\"x\",\"A@odata.type\":\"Edm.Guid\"}|InvalidInput",
        "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":\"x\",\"A@odata.type\":\"Edm.DateTime\"}|InvalidInput", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":\"*\",\"A@odata.type\":\"Edm.Binary\"}|InvalidInput",
        "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":\"x\",\"A@odata.type\":\"Edm.Nothing\"}|InvalidInput", "{\"PartitionKey\":\"p\",\"RowKey\":\"r\",\"A\":1,\"A\":2}|InvalidInput"})
    void badEntities(String body, String code) {
        refused(client.post(table, body), 400, code);
    }

    @Test
    void tablesAreMadeListedAndDeleted() {
        refused(client.post(HOST + "/Tables", "{\"TableName\":\"" + name.toUpperCase() + "\"}"), 409, "TableAlreadyExists");
        refused(client.post(HOST + "/Tables", "{\"TableName\":\"ab\"}"), 400, "OutOfRangeInput");
        refused(client.post(HOST + "/Tables", "{\"TableName\":\"1abc\"}"), 400, "InvalidResourceName");
        refused(client.post(HOST + "/Tables", "{\"TableName\":\"tables\"}"), 400, "InvalidResourceName");
        refused(client.post(HOST + "/Tables", "{}"), 400, "PropertiesNeedValue");
        refused(client.with("Content-Type", "application/atom+xml").post(HOST + "/Tables", "<entry/>"), 415, "AtomFormatNotSupported");
        TestClient.Answer made = client.with("Prefer", "return-no-content").post(HOST + "/Tables", "{\"TableName\":\"" + name + "b\"}");
        assertThat(made.status()).isEqualTo(204);
        assertThat(made.header("Preference-Applied")).isEqualTo("return-no-content");
        String prefix = "?$filter=TableName%20ge%20'" + name + "'%20and%20TableName%20lt%20'" + name + "~'";
        assertThat(client.get(HOST + "/Tables" + prefix).json().path("value").findValuesAsText("TableName")).containsExactly(name, name + "b");
        TestClient.Answer first = client.get(HOST + "/Tables" + prefix + "&$top=1");
        assertThat(first.json().path("value").findValuesAsText("TableName")).containsExactly(name);
        TestClient.Answer rest = client.get(HOST + "/Tables()" + prefix + "&$top=1&NextTableName=" + first.header("x-ms-continuation-NextTableName"));
        assertThat(rest.json().path("value").findValuesAsText("TableName")).containsExactly(name + "b");
        assertThat(client.with("Accept", "application/json;odata=fullmetadata").get(HOST + "/Tables('" + name + "')").json().path("odata.type").textValue()).isEqualTo("contoso.Tables");
        insert("p", "r", "");
        assertThat(client.delete(HOST + "/Tables('" + name.toLowerCase() + "')").status()).isEqualTo(204);
        refused(client.delete(HOST + "/Tables('" + name + "')"), 404, "ResourceNotFound");
        refused(client.get(at("p", "r")), 404, "TableNotFound");
        assertThat(client.post(HOST + "/Tables", "{\"TableName\":\"" + name + "\"}").status()).isEqualTo(201);
        assertThat(rows(query(""))).isEmpty();
        assertThat(new EntitySweeper(database).sweep()).isPositive();
    }

    @Test
    void aTableThatIsNotThere() {
        table = HOST + "/Nowhere";
        refused(client.get(at("p", "r")), 404, "TableNotFound");
        refused(client.post(table, entity("p", "r", "")), 404, "TableNotFound");
        refused(client.put(at("p", "r"), "{}"), 404, "TableNotFound");
        refused(client.send("MERGE", at("p", "r"), "{}"), 404, "TableNotFound");
        refused(client.with("If-Match", "*").delete(at("p", "r")), 404, "TableNotFound");
        refused(query(""), 404, "TableNotFound");
        assertThat(client.get(table + "?comp=acl").header("x-ms-error-code")).isEqualTo("TableNotFound");
        assertThat(client.put(table + "?comp=acl", null).header("x-ms-error-code")).isEqualTo("TableNotFound");
        refused(client.get(HOST + "/Nowhere(PartitionKey='p')"), 400, "InvalidInput");
        refused(client.get(HOST + "/Nowhere(PartitionKey='p',RowKey='r'r')"), 400, "InvalidInput");
    }

    @Test
    void storedAccessPoliciesAndServiceProperties() {
        String document = "<SignedIdentifiers><SignedIdentifier><Id>one</Id><AccessPolicy><Permission>raud</Permission></AccessPolicy></SignedIdentifier></SignedIdentifiers>";
        assertThat(client.put(table + "?comp=acl", document).status()).isEqualTo(204);
        assertThat(client.get(table + "?comp=acl").text()).contains("<Id>one</Id>", "<Permission>raud</Permission>");
        assertThat(client.get(HOST + "/?restype=service&comp=properties").text()).contains("<StorageServiceProperties>");
    }

    @Test
    void aSignatureReachesOnlyItsPart() {
        insert("a", "1", "");
        insert("b", "1", "");
        insert("b", "2", "");
        insert("b", "3", "");
        insert("c", "1", "");
        TestClient part = anybody.with("Authorization", "contoso " + name + ";raud;b;1;b;2");
        assertThat(rows(part.get(table))).containsExactly("b/1", "b/2");
        assertThat(rows(anybody.with("Authorization", "contoso " + name + ";r;b;;;").get(table))).containsExactly("b/1", "b/2", "b/3", "c/1");
        assertThat(rows(anybody.with("Authorization", "contoso " + name + ";r;;;b;").get(table))).containsExactly("a/1", "b/1", "b/2", "b/3");
        assertThat(part.get(at("b", "2")).status()).isEqualTo(200);
        refused(part.get(at("b", "3")), 403, "AuthorizationFailure");
        refused(part.with("If-Match", "*").delete(at("c", "1")), 403, "AuthorizationFailure");
        refused(part.put(at("a", "9"), "{}"), 403, "AuthorizationFailure");
        refused(part.post(table, entity("a", "9", "")), 403, "AuthorizationFailure");
        refused(part.get(HOST + "/Tables"), 403, "AuthorizationFailure");
        TestClient reader = anybody.with("Authorization", "contoso " + name + ";r;;;;");
        refused(reader.post(table, entity("a", "9", "")), 403, "AuthorizationPermissionMismatch");
        TestClient adder = anybody.with("Authorization", "contoso " + name + ";a;;;;");
        assertThat(adder.post(table, entity("a", "9", "")).status()).isEqualTo(201);
        refused(adder.put(at("a", "9"), "{}"), 403, "AuthorizationPermissionMismatch");
        assertThat(anybody.with("Authorization", "fabrikam").get(table).status()).isEqualTo(403);
    }
}
