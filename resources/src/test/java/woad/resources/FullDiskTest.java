package woad.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.core.Ids;
import woad.platform.core.UnavailableException;
import woad.platform.store.Database;
import woad.platform.store.PostgresServer;
import woad.platform.store.TestDatabase;
import woad.platform.web.TestClient;

/** A control plane whose PostgreSQL has no room left: on a file system of the test's own, which root alone can mount. */
@Timeout(180)
class FullDiskTest {
    private static final Map<String, String> TAGS = IntStream.range(0, 40).boxed().collect(Collectors.toMap(i -> "tag" + i, i -> "x".repeat(250)));

    @TempDir
    private Path disk;
    private PostgresServer postgres;
    private TestCloud cloud;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can mount a small disk");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=300m,mode=755", "tmpfs", disk.toString()) == 0, "no file system can be mounted here");
        postgres = TestDatabase.server(disk);
        Database.Location location = postgres.start(new Ids(new SecureRandom()), List.of("checkpoint_timeout = 1h"));
        cloud = new TestCloud(Database.open(location), c -> resources -> List.of());
    }

    @AfterEach
    void unmount() throws Exception {
        if (cloud != null) {
            cloud.close();
        }
        if (postgres != null) {
            postgres.stop();
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void refusesWritesKeepsWhatItAcknowledgedAndGoesOnOnceThereIsRoom() throws Exception {
        assertThat(put("before").status()).isEqualTo(201);
        Path ballast = fill();
        List<String> acknowledged = new ArrayList<>(List.of("before"));
        TestClient.Answer answer = put("g0");
        for (int i = 1; answer.status() == 201; i++) {
            acknowledged.add(answer.json().path("name").asText());
            answer = put("g" + i);
        }
        assertUnavailable(answer);
        assertThat(cloud.owner().get(cloud.url("/resourcegroups/before")).status()).as("reads go on").isEqualTo(200);

        Files.delete(ballast);

        assertThat(put("after").status()).isEqualTo(201);
        assertThat(names()).containsAll(acknowledged).contains("after");
        assertThat(cloud.owner().delete(cloud.url("/resourcegroups/before")).status()).isEqualTo(202);
        assertThat(cloud.gone("/resourcegroups/before")).as("the reconcilers go on").isTrue();
    }

    /** Without room for its log PostgreSQL ends itself rather than promise what it cannot keep. */
    @Test
    void outlivesADatabaseThatEndsItself() throws Exception {
        assertThat(put("before").status()).isEqualTo(201);
        Path ballast = fill();
        exhaustLog();
        assertUnavailable(put("during"));
        TestClient.Answer read = cloud.owner().get(cloud.url("/resourcegroups/before"));
        if (read.status() != 200) {
            assertUnavailable(read);
        }

        Files.delete(ballast);
        postgres.start(new Ids(new SecureRandom()), List.of());

        assertThat(cloud.owner().get(cloud.url("/resourcegroups/before")).status()).isEqualTo(200);
        assertThat(put("after").status()).isEqualTo(201);
        assertThat(names()).contains("before", "after");
    }

    private TestClient.Answer put(String name) {
        return cloud.owner().put(cloud.url("/resourcegroups/" + name), Map.of("location", "francecentral", "tags", TAGS));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String next = cloud.url("/resourcegroups"); !next.isEmpty(); ) {
            JsonNode page = cloud.owner().get(next).json();
            page.path("value").forEach(group -> names.add(group.path("name").asText()));
            next = page.path("nextLink").asText("");
        }
        return names;
    }

    private static void assertUnavailable(TestClient.Answer answer) {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.errorCode()).isEqualTo("ServiceUnavailable");
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(answer.text()).doesNotContain("SQL", "Exception", "org.", "disk", "space", "insert");
    }

    /** Takes all the room there is. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] chunk = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (int size = chunk.length; size > 0; ) {
                try {
                    out.write(chunk, 0, size);
                } catch (IOException full) {
                    size /= 2;
                }
            }
        }
        return ballast;
    }

    /** Has PostgreSQL begin new segments of its log until there is no room for one. */
    private void exhaustLog() {
        try {
            for (int i = 0; i < 100; i++) {
                cloud.database.with(handle -> handle.createQuery("select pg_switch_wal()::text from pg_logical_emit_message(true, 'test', 'fills')").mapTo(String.class).one());
            }
        } catch (UnavailableException ended) {
            return;
        }
        throw new AssertionError("the log of the database goes on without room");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
