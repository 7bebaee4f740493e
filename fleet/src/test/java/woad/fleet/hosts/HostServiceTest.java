package woad.fleet.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.fleet.FleetError;
import woad.fleet.Item;
import woad.fleet.SerialLogs;
import woad.fleet.TestFleet;
import woad.fleet.TestSpecs;
import woad.fleet.spec.Desired;
import woad.fleet.spec.Enrolment;
import woad.fleet.spec.HostId;
import woad.fleet.spec.HostReport;
import woad.fleet.spec.HostSpec;
import woad.fleet.spec.MachineSpec;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.platform.keys.Credential;
import woad.platform.keys.Pem;
import woad.platform.keys.TlsContexts;

class HostServiceTest {
    private static final HostId FC1 = new HostId("fc-1");
    private static final HostId FC2 = new HostId("fc-2");

    @TempDir
    private Path directory;
    private final AtomicReference<Instant> now = new AtomicReference<>(InstantSource.system().instant());
    private TestFleet fleet;

    @BeforeEach
    void open() throws Exception {
        fleet = new TestFleet(directory, now::get);
        fleet.register("fc-1", "francecentral", "1");
        fleet.register("fc-2", "francecentral", "1");
        fleet.register("fs-1", "francesouth", "1");
    }

    @AfterEach
    void close() {
        fleet.close();
    }

    @Test
    void aTokenEnrolsOneKeyOnly() throws Exception {
        String token = fleet.hosts.issueToken(FC1, Duration.ofMinutes(10));
        KeyPair first = keyPair();
        assertThat(enrol(token, first).statusCode()).isEqualTo(200);
        assertThat(enrol(token, first).statusCode()).as("the answer was lost; the same key asks again").isEqualTo(200);
        refused(enrol(token, keyPair()), 401, "EnrolmentRefused");
        refused(enrol("guess", keyPair()), 401, "EnrolmentRefused");
        String late = fleet.hosts.issueToken(FC1, Duration.ofMinutes(10));
        now.set(now.get().plus(Duration.ofMinutes(11)));
        refused(enrol(late, keyPair()), 401, "EnrolmentRefused");
        assertThatThrownBy(() -> fleet.hosts.issueToken(new HostId("nowhere"), Duration.ofMinutes(1))).isInstanceOf(CloudException.class);
        assertThat(fleet.database.<Boolean>with(handle -> handle.createQuery("select not exists (select 1 from fleet.enrolment_token where hash = convert_to('" + token + "', 'UTF8'))").mapTo(Boolean.class).one())).isTrue();
    }

    @Test
    void malformedEnrolmentsAreRefused() throws Exception {
        HttpClient anybody = client(null);
        refused(post(anybody, "/enrol", "{\"token\":\"x\"}"), 400, "BadRequest");
        refused(post(anybody, "/enrol", "{\"token\":\"x\",\"request\":\"AAAA\"}"), 400, "BadRequest");
        refused(post(anybody, "/enrol", "{\"token\":{},\"request\":[]}"), 400, "InvalidRequestContent");
        refused(post(anybody, "/enrol", "{"), 400, "InvalidRequestContent");
    }

    @Test
    void whoHasNoCertificateOrAStaleOneGetsNothing() throws Exception {
        refused(get(client(null), "/desired?generation=-1"), 401, "AuthenticationFailed");
        refused(post(client(null), "/report", "{}"), 401, "AuthenticationFailed");
        HttpClient before = enrolled(FC1);
        assertThat(get(before, "/desired?generation=-1").statusCode()).isEqualTo(200);
        HttpClient after = enrolled(FC1);
        refused(get(before, "/desired?generation=-1"), 401, "AuthenticationFailed");
        assertThat(get(after, "/desired?generation=-1").statusCode()).isEqualTo(200);
        KeyPair stranger = keyPair();
        refused(get(client(new Credential(stranger.getPrivate(), fleet.authority.issueClient("fc-1", stranger.getPublic()))), "/desired?generation=-1"), 401, "AuthenticationFailed");
        refused(get(client(new Credential(stranger.getPrivate(), fleet.authority.issueClient("No Host!", stranger.getPublic()))), "/desired?generation=-1"), 401, "AuthenticationFailed");
    }

    @Test
    void aHostSeesItsOwnItemsWithTheirKeysAndNobodyElses() throws Exception {
        HttpClient one = enrolled(FC1);
        HttpClient two = enrolled(FC2);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        Desired desired = desired(one, -1);
        assertThat(desired.spec().machines()).singleElement().isEqualTo(TestSpecs.machine("machine-1", 1, MachineSpec.Power.RUNNING, 1));
        assertThat(desired.spec().disks()).containsExactly(TestSpecs.disk("disk-of-machine-1", 1));
        assertThat(desired.spec().networks()).containsExactly(TestSpecs.network("net-1", 1));
        assertThat(desired.spec().ports()).containsExactly(TestSpecs.port("port-of-machine-1", 1, "machine-1", "net-1"));
        byte[] key = fleet.database.with(handle -> fleet.keys.unwrap(handle, TestFleet.TENANT, "disk-of-machine-1"));
        assertThat(Base64.getDecoder().decode(desired.secrets().diskKeys().get("disk-of-machine-1"))).isEqualTo(key);
        assertThat(desired.spec().peers()).extracting(HostSpec.Peer::host).containsExactly(FC2);

        Desired other = desired(two, -1);
        assertThat(other.spec().machines()).isEmpty();
        assertThat(other.secrets().diskKeys()).isEmpty();
        refused(post(two, "/report", Json.write(report(FC1, 1))), 403, "NotThisHost");
        refused(post(two, "/machines/machine-1/serialLog?start=0", "boo"), 403, "NotThisHost");
        refused(post(two, "/report", "{\"host\":\"fc-2\"}"), 400, "InvalidRequestContent");
        refused(get(one, "/desired?generation=99999"), 409, "HostIsAhead");
        refused(get(one, "/desired"), 400, "BadRequest");
    }

    @Test
    void newsReachAWaitingHost() throws Exception {
        HttpClient one = enrolled(FC1);
        long held = desired(one, -1).spec().generation();
        CompletableFuture<HttpResponse<String>> waiting = one.sendAsync(request("/desired?generation=" + held).GET().build(), HttpResponse.BodyHandlers.ofString());
        assertThat(waiting.completeOnTimeout(null, 300, TimeUnit.MILLISECONDS).join()).isNull();
        waiting = one.sendAsync(request("/desired?generation=" + held).GET().build(), HttpResponse.BodyHandlers.ofString());
        TimeUnit.MILLISECONDS.sleep(100);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        Desired desired = Json.parse(waiting.get(5, TimeUnit.SECONDS).body(), Desired.class);
        assertThat(desired.spec().generation()).isGreaterThan(held);
        long generation = desired(one, -1).spec().generation();
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        assertThat(desired(one, -1).spec().generation()).as("putting the same again is no news").isEqualTo(generation);
    }

    @Test
    void changesOfWhatIsObservedEnqueueTheirOwner() throws Exception {
        HttpClient one = enrolled(FC1);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        long generation = desired(one, -1).spec().generation();
        var starting = new HostReport.MachineReport("machine-1", 1, HostReport.State.WORKING, HostReport.Running.STOPPED, 0, null, null);
        var running = new HostReport.MachineReport("machine-1", 1, HostReport.State.READY, HostReport.Running.RUNNING, 1, Instant.parse("2026-01-01T00:00:00Z"), null);
        report(one, new HostReport(FC1, 0, "tcg", List.of(starting), List.of(), List.of()));
        assertThat(fleet.work()).containsExactly("machine-1*1");
        report(one, new HostReport(FC1, 0, "tcg", List.of(starting), List.of(), List.of()));
        assertThat(fleet.work()).containsExactly("machine-1*1");
        report(one, new HostReport(FC1, 0, "tcg", List.of(running), List.of(), List.of()));
        assertThat(fleet.work()).containsExactly("machine-1*2");
        report(one, new HostReport(FC1, generation, "tcg", List.of(running), List.of(), List.of()));
        assertThat(fleet.work()).as("the network has been tried now").containsExactly("machine-1*3", "net-1*1");
        fleet.write(handle -> {
            assertThat(fleet.store.machine(handle, FC1, "machine-1")).contains(running);
            assertThat(fleet.store.machine(handle, FC2, "machine-1")).isEmpty();
            assertThat(fleet.store.applied(handle, FC1, Item.Kind.NETWORK, "net-1")).isTrue();
            assertThat(fleet.store.hosts(handle, Item.Kind.NETWORK, "net-1")).containsExactly(FC1);
        });
        assertThat(fleet.hosts.list().getFirst()).satisfies(host -> {
            assertThat(host.state()).isEqualTo(Hosts.State.UP);
            assertThat(host.accelerator()).isEqualTo("tcg");
            assertThat(host.appliedGeneration()).isEqualTo(generation);
        });
    }

    @Test
    void anItemIsGoneWhenTheHostSaysSo() throws Exception {
        HttpClient one = enrolled(FC1);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        var running = new HostReport.MachineReport("machine-1", 1, HostReport.State.READY, HostReport.Running.RUNNING, 1, Instant.parse("2026-01-01T00:00:00Z"), null);
        report(one, new HostReport(FC1, desired(one, -1).spec().generation(), "tcg", List.of(running), List.of(), List.of()));
        fleet.write(handle -> fleet.store.removeItem(handle, FC1, Item.Kind.MACHINE, "machine-1"));
        fleet.write(handle -> fleet.store.removeItem(handle, FC1, Item.Kind.MACHINE, "machine-1"));
        Desired desired = desired(one, -1);
        assertThat(desired.spec().machines()).isEmpty();
        fleet.clearWork();
        report(one, new HostReport(FC1, desired.spec().generation(), "tcg", List.of(running), List.of(), List.of()));
        assertThat(exists()).as("the host still has it").isTrue();
        report(one, new HostReport(FC1, desired.spec().generation() - 1, "tcg", List.of(), List.of(), List.of()));
        assertThat(exists()).as("the host has not yet heard of the removal").isTrue();
        fleet.clearWork();
        report(one, new HostReport(FC1, desired.spec().generation(), "tcg", List.of(), List.of(), List.of()));
        assertThat(exists()).isFalse();
        assertThat(fleet.work()).contains("machine-1*1");
    }

    @Test
    void aSilentHostIsDownUntilItReportsAgain() throws Exception {
        HttpClient one = enrolled(FC1);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        HostWatch watch = new HostWatch(fleet.database, fleet.queue, now::get);
        report(one, new HostReport(FC1, 0, "tcg", List.of(), List.of(), List.of()));
        fleet.clearWork();
        now.set(now.get().plusSeconds(15));
        assertThat(watch.check()).isEmpty();
        now.set(now.get().plusSeconds(5));
        assertThat(watch.check()).containsExactly(FC1);
        assertThat(watch.check()).isEmpty();
        assertThat(fleet.work()).containsExactly("machine-1*1", "net-1*1");
        assertThat(new HostWatch(fleet.database, fleet.queue, now::get).check()).isEmpty();
        report(one, new HostReport(FC1, 0, "tcg", List.of(), List.of(), List.of()));
        assertThat(fleet.work()).containsExactly("machine-1*2", "net-1*2");
        assertThat(fleet.hosts.list().getFirst().state()).isEqualTo(Hosts.State.UP);
    }

    @Test
    void aRemovedHostHoldsNothingBackAndIsNotHeardAnyMore() throws Exception {
        HttpClient one = enrolled(FC1);
        HttpClient two = enrolled(FC2);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        var running = new HostReport.MachineReport("machine-1", 1, HostReport.State.READY, HostReport.Running.RUNNING, 1, Instant.parse("2026-01-01T00:00:00Z"), null);
        report(one, new HostReport(FC1, desired(one, -1).spec().generation(), "tcg", List.of(running), List.of(), List.of()));
        assertRefused(() -> fleet.hosts.remove(FC1), FleetError.HOST_IS_UP);
        assertRefused(() -> fleet.hosts.remove(new HostId("nowhere")), FleetError.HOST_NOT_FOUND);
        HostWatch watch = new HostWatch(fleet.database, fleet.queue, now::get);
        now.set(now.get().plusSeconds(20));
        assertThat(watch.check()).containsExactly(FC1);
        fleet.write(handle -> fleet.store.removeItem(handle, FC1, Item.Kind.MACHINE, "machine-1"));
        assertThat(exists()).as("its delete waits for the host").isTrue();
        fleet.clearWork();

        fleet.hosts.remove(FC1);

        assertThat(exists()).isFalse();
        assertThat(fleet.work()).containsExactly("machine-1*1", "net-1*1");
        assertThat(fleet.database.<Boolean>with(handle -> fleet.store.exists(handle, FC1, Item.Kind.DISK, "disk-of-machine-1"))).as("nobody has deleted it").isTrue();
        assertThat(fleet.database.<Boolean>with(handle -> fleet.store.applied(handle, FC1, Item.Kind.NETWORK, "net-1"))).as("nobody waits for it").isTrue();
        fleet.clearWork();
        fleet.write(handle -> fleet.store.removeItem(handle, FC1, Item.Kind.DISK, "disk-of-machine-1"));
        assertThat(fleet.database.<Boolean>with(handle -> fleet.store.exists(handle, FC1, Item.Kind.DISK, "disk-of-machine-1"))).isFalse();
        assertThat(fleet.work()).containsExactly("machine-1*1");

        refused(get(one, "/desired?generation=-1"), 401, "AuthenticationFailed");
        refused(post(one, "/report", Json.write(report(FC1, 1))), 401, "AuthenticationFailed");
        assertThat(desired(two, -1).spec().peers()).isEmpty();
        assertThat(fleet.hosts.list().getFirst().state()).isEqualTo(Hosts.State.REMOVED);
        assertRefused(() -> fleet.hosts.issueToken(FC1, Duration.ofMinutes(1)), FleetError.HOST_REMOVED);
        assertRefused(() -> fleet.register("fc-1", "francecentral", "1"), FleetError.HOST_REMOVED);
        fleet.hosts.remove(FC1);
    }

    private static void assertRefused(ThrowingCallable call, FleetError error) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudException.class, refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    @Test
    void serialLogsKeepTheirLastMebibyte() throws Exception {
        HttpClient one = enrolled(FC1);
        putMachine(FC1, 1, MachineSpec.Power.RUNNING);
        assertThat(append(one, 0, "hello ")).isEqualTo(6);
        assertThat(append(one, 6, "world")).isEqualTo(11);
        assertThat(append(one, 6, "WORLD")).as("an answer was lost: nothing is taken twice").isEqualTo(11);
        assertThat(log()).isEqualTo("hello world");
        assertThat(append(one, 0, "again")).isEqualTo(5);
        assertThat(log()).isEqualTo("again");
        String piece = "x".repeat(200 << 10);
        long end = 5;
        for (int i = 0; i < 8; i++) {
            end = append(one, end, piece);
        }
        assertThat(log().length()).isBetween(SerialLogs.LIMIT, SerialLogs.LIMIT + piece.length());
        assertThat(append(one, end + 1000, "gap")).isEqualTo(end + 1003);
        assertThat(log()).isEqualTo("gap");
        refused(post(one, "/machines/machine-1/serialLog?start=-5", "x"), 400, "BadRequest");
        assertThat(post(one, "/machines/machine-1/serialLog?start=0", "x".repeat(300 << 10)).statusCode()).isEqualTo(413);
    }

    @Test
    void aCertificateIsRenewedForItsOwnKeyOnly() throws Exception {
        KeyPair pair = keyPair();
        String token = fleet.hosts.issueToken(FC1, Duration.ofMinutes(10));
        HttpClient one = client(credential(pair, enrol(token, pair)));
        var renewed = post(one, "/certificate", Json.write(new Enrolment.Renewal(certificationRequest(pair))));
        assertThat(get(client(credential(pair, renewed)), "/desired?generation=-1").statusCode()).isEqualTo(200);
        refused(post(one, "/certificate", Json.write(new Enrolment.Renewal(certificationRequest(keyPair())))), 401, "EnrolmentRefused");
    }

    private void putMachine(HostId host, long generation, MachineSpec.Power power) {
        fleet.write(handle -> {
            fleet.keys.createResourceKey(handle, TestFleet.TENANT, "disk-of-machine-1");
            fleet.store.putItem(handle, host, new Item.Disk(TestSpecs.disk("disk-of-machine-1", generation), TestFleet.TENANT), TestFleet.OWNER);
            fleet.store.putItem(handle, host, new Item.Network(TestSpecs.network("net-1", generation)), new Item.Owner("networks", "net-1"));
            fleet.store.putItem(handle, host, new Item.Port(TestSpecs.port("port-of-machine-1", generation, "machine-1", "net-1")), TestFleet.OWNER);
            fleet.store.putItem(handle, host, new Item.Machine(TestSpecs.machine("machine-1", generation, power, 1)), TestFleet.OWNER);
        });
    }

    private boolean exists() {
        return fleet.database.with(handle -> fleet.store.exists(handle, FC1, Item.Kind.MACHINE, "machine-1"));
    }

    private String log() {
        return new String(fleet.database.<byte[]>with(handle -> new SerialLogs().read(handle, "machine-1")), StandardCharsets.US_ASCII);
    }

    private long append(HttpClient client, long start, String text) throws Exception {
        return Json.parse(post(client, "/machines/machine-1/serialLog?start=" + start, text).body()).path("end").asLong();
    }

    private static HostReport report(HostId host, long applied) {
        return new HostReport(host, applied, "tcg", List.of(), List.of(), List.of());
    }

    private void report(HttpClient client, HostReport report) throws Exception {
        assertThat(post(client, "/report", Json.write(report)).statusCode()).isEqualTo(204);
    }

    private Desired desired(HttpClient client, long held) throws Exception {
        HttpResponse<String> answer = get(client, "/desired?generation=" + held);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.parse(answer.body(), Desired.class);
    }

    private HttpClient enrolled(HostId host) throws Exception {
        KeyPair pair = keyPair();
        return client(credential(pair, enrol(fleet.hosts.issueToken(host, Duration.ofMinutes(10)), pair)));
    }

    private HttpResponse<String> enrol(String token, KeyPair pair) throws Exception {
        return post(client(null), "/enrol", Json.write(new Enrolment.Request(token, certificationRequest(pair))));
    }

    private static Credential credential(KeyPair pair, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        List<X509Certificate> chain = Pem.certificates(Json.parse(answer.body(), Enrolment.Answer.class).certificates());
        return new Credential(pair.getPrivate(), chain);
    }

    private static String certificationRequest(KeyPair pair) throws Exception {
        return Base64.getEncoder().encodeToString(new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=host"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())).getEncoded());
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private HttpClient client(Credential credential) {
        var tls = credential == null ? TlsContexts.client(fleet.authority.root(), fleet.random)
                : TlsContexts.client(fleet.authority.root(), credential, fleet.random, Clock.systemUTC());
        return HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build();
    }

    private HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient client, String path, String body) throws IOException, InterruptedException {
        return client.send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(fleet.address().resolve(path)).timeout(Duration.ofSeconds(30));
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        JsonNode body = Json.parse(answer.body());
        assertThat(body.path("error").path("code").asText()).isEqualTo(code);
        assertThat(body.path("error").path("message").asText()).isNotBlank();
    }
}
