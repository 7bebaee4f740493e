package woad.storage.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.storage.blob.BlobFixture.Answer;

/** Random sequences of operations do to the service what they do to {@link BlobModel}. A failure names its seed and what was done before. */
class BlobModelTest {
    private static final int STEPS = 150;
    private static final List<String> NAMES = List.of("a", "dir/b", "dir/c");
    private static final List<String> IDS = List.of("AAAA", "BBBB", "CCCC");
    private static final List<String> LEASES = List.of("00000000-0000-0000-0000-00000000000a", "00000000-0000-0000-0000-00000000000b");
    private static BlobFixture cloud;

    private final BlobModel model = new BlobModel();
    private final List<String> done = new ArrayList<>();
    private Random random;
    private String container;

    @BeforeAll
    static void open() {
        cloud = new BlobFixture();
    }

    @AfterAll
    static void close() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsTheModel(long seed) {
        random = new Random(seed);
        container = "/model" + seed;
        cloud.put(container + "?restype=container", "");
        for (int step = 0; step < STEPS; step++) {
            operate(any(NAMES));
            if (step % 30 == 29) {
                cloud.pass(Duration.ofMinutes(20));
                cloud.service.reclaimer().step();
                checkAll();
            }
        }
    }

    private void operate(String name) {
        String path = container + "/" + name;
        String lease = random.nextInt(4) == 0 ? any(LEASES) : model.blobs.containsKey(name) && random.nextBoolean() ? model.blobs.get(name).lease : null;
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> put(name, path, lease);
            case 3, 4 -> {
                String id = any(IDS);
                byte[] bytes = bytes(1);
                Answer answer = send("PUT", path + "?comp=block&blockid=" + id, bytes, lease);
                same(model.stage(name, id, bytes, lease), answer, "stage " + id + " of " + name + " with " + lease);
            }
            case 5, 6 -> commit(name, path, lease);
            case 7 -> {
                String snapshots = any(Arrays.asList(null, "include", "only"));
                Answer answer = snapshots == null ? send("DELETE", path, new byte[0], lease) : send("DELETE", path, new byte[0], lease, "x-ms-delete-snapshots", snapshots);
                same(model.delete(name, snapshots, lease), answer, "delete " + name + " " + snapshots + " with " + lease);
            }
            case 8 -> snapshot(name, path);
            case 9 -> lease(name, path);
            case 10 -> setMetadata(name, path, lease);
            default -> checkRange(name, path);
        }
    }

    private void put(String name, String path, String lease) {
        byte[] bytes = bytes(0);
        boolean mustNotExist = random.nextInt(4) == 0;
        BlobModel.State present = model.blobs.get(name);
        String ifMatch = random.nextInt(4) == 0 && !mustNotExist ? present != null && random.nextBoolean() ? present.etag : "\"0x0000000000000001\"" : null;
        String metadata = random.nextBoolean() ? Integer.toString(random.nextInt(100)) : null;
        List<String> headers = new ArrayList<>(List.of("x-ms-blob-type", "BlockBlob"));
        headers.addAll(mustNotExist ? List.of("If-None-Match", "*") : ifMatch != null ? List.of("If-Match", ifMatch) : List.of());
        headers.addAll(metadata == null ? List.of() : List.of("x-ms-meta-m", metadata));
        Answer answer = send("PUT", path, bytes, lease, headers.toArray(String[]::new));
        same(model.put(name, bytes, metadata, mustNotExist, ifMatch, lease), answer, "put " + name + " of " + bytes.length + " " + headers + " with " + lease);
        remember(name, answer);
    }

    private void commit(String name, String path, String lease) {
        List<String> ids = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            ids.add(any(IDS));
        }
        StringBuilder list = new StringBuilder("<BlockList>");
        ids.forEach(id -> list.append("<Latest>").append(id).append("</Latest>"));
        Answer answer = send("PUT", path + "?comp=blocklist", list.append("</BlockList>").toString().getBytes(java.nio.charset.StandardCharsets.UTF_8), lease);
        same(model.commit(name, ids, lease), answer, "commit " + ids + " of " + name + " with " + lease);
        remember(name, answer);
    }

    private void snapshot(String name, String path) {
        BlobModel.State state = model.blobs.get(name);
        Answer answer = send("PUT", path + "?comp=snapshot", new byte[0], null);
        same(state == null ? "404 BlobNotFound" : "201", answer, "snapshot " + name);
        if (state != null) {
            state.snapshots.put(answer.header("x-ms-snapshot"), state.bytes);
        }
    }

    private void lease(String name, String path) {
        BlobModel.State state = model.blobs.get(name);
        String id = any(LEASES);
        if (state != null && state.lease != null && random.nextBoolean()) {
            Answer answer = send("PUT", path + "?comp=lease", new byte[0], id, "x-ms-lease-action", "release");
            same(id.equals(state.lease) ? "200" : "409 LeaseIdMismatchWithLeaseOperation", answer, "release " + id + " of " + name);
            state.lease = id.equals(state.lease) ? null : state.lease;
            return;
        }
        Answer answer = send("PUT", path + "?comp=lease", new byte[0], null, "x-ms-lease-action", "acquire", "x-ms-lease-duration", "-1", "x-ms-proposed-lease-id", id);
        String expected = state == null ? "404 BlobNotFound" : state.lease != null && !state.lease.equals(id) ? "409 LeaseAlreadyPresent" : "201";
        same(expected, answer, "acquire " + id + " of " + name);
        if (expected.equals("201")) {
            state.lease = id;
        }
    }

    private void setMetadata(String name, String path, String lease) {
        BlobModel.State state = model.blobs.get(name);
        String value = Integer.toString(random.nextInt(100));
        Answer answer = send("PUT", path + "?comp=metadata", new byte[0], lease, "x-ms-meta-m", value);
        String refused = state == null ? "404 BlobNotFound" : BlobModel.refusal(state, false, null, lease);
        same(refused == null ? "200" : refused, answer, "set metadata of " + name + " with " + lease);
        if (refused == null) {
            state.metadata = value;
            remember(name, answer);
        }
    }

    private void checkRange(String name, String path) {
        BlobModel.State state = model.blobs.get(name);
        int first = random.nextInt(60_000);
        int last = first + random.nextInt(30_000);
        Answer answer = send("GET", path, new byte[0], null, "x-ms-range", "bytes=" + first + "-" + last);
        String expected = state == null ? "404 BlobNotFound" : first >= state.bytes.length ? "416 InvalidRange" : "206";
        same(expected, answer, "read " + first + "-" + last + " of " + name);
        if (expected.equals("206")) {
            assertThat(Arrays.equals(answer.body(), Arrays.copyOfRange(state.bytes, first, Math.min(last + 1, state.bytes.length)))).as("%s", done).isTrue();
        }
    }

    private void checkAll() {
        List<String> names = new ArrayList<>();
        TreeSet<String> uncommitted = new TreeSet<>(model.staged.keySet());
        uncommitted.addAll(model.blobs.keySet());
        for (String name : uncommitted) {
            BlobModel.State state = model.blobs.get(name);
            for (int i = state == null ? 1 : state.snapshots.size() + 1; i > 0; i--) {
                names.add(name);
            }
        }
        Answer list = send("GET", container + "?restype=container&comp=list&include=snapshots,uncommittedblobs", new byte[0], null);
        assertThat(Pattern.compile("<Name>([^<]*)</Name>").matcher(list.text()).results().map(match -> match.group(1))).as("%s", done).containsExactlyElementsOf(names);
        for (Map.Entry<String, BlobModel.State> entry : model.blobs.entrySet()) {
            BlobModel.State state = entry.getValue();
            Answer got = send("GET", container + "/" + entry.getKey(), new byte[0], null);
            assertThat(Arrays.equals(got.body(), state.bytes)).as("%s", done).isTrue();
            assertThat(got.header("etag") + got.header("x-ms-meta-m") + got.header("x-ms-lease-status")).as("%s", done)
                    .isEqualTo(state.etag + state.metadata + (state.lease == null ? "unlocked" : "locked"));
            state.snapshots.forEach((at, bytes) -> assertThat(Arrays.equals(send("GET", container + "/" + entry.getKey() + "?snapshot=" + at, new byte[0], null).body(), bytes))
                    .as("%s", done).isTrue());
        }
    }

    private void remember(String name, Answer answer) {
        if (answer.status() < 300) {
            assertThat(answer.header("etag")).isNotEqualTo(model.blobs.get(name).etag);
            model.blobs.get(name).etag = answer.header("etag");
        }
    }

    private void same(String expected, Answer answer, String what) {
        done.add(what + ": " + expected);
        assertThat(answer.outcome()).as("%s", done).isEqualTo(expected);
    }

    private static Answer send(String method, String path, byte[] body, String lease, String... headers) {
        String[] all = lease == null ? headers : Arrays.copyOf(headers, headers.length + 2);
        if (lease != null) {
            all[headers.length] = "x-ms-lease-id";
            all[headers.length + 1] = lease;
        }
        return cloud.send(method, path, body, all);
    }

    private byte[] bytes(int least) {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 16_000 + random.nextInt(40_000) : least + random.nextInt(50)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T any(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
