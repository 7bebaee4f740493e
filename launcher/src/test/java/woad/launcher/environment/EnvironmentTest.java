package woad.launcher.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.Pem;
import woad.server.ServerSettings;

/** What {@code woad env} prints means to a real shell what it should. */
class EnvironmentTest {
    @TempDir
    private Path directory;

    private static String evaluate(List<String> exports, String name) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-euc", "eval \"$1\"; printf %s \"$" + name + "\"", "sh", String.join("\n", exports));
        Process shell = builder.redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(output).isZero();
        return output;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "", "with space", "it's", "'", "\"quoted\"", "$(touch hacked)", "`id`", "a|b;c&d", "back\\slash", "line\nbreak", "é ü 漢", "*", "-n", "#x"})
    void everyValueComesBackAsItIs(String value) throws IOException, InterruptedException {
        assertThat(evaluate(List.of(Shell.export("VALUE", value)), "VALUE")).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1A", "A-B", "A B", "A;id", "A=B"})
    void namesThatAreNoneAreRefused(String name) {
        assertThatThrownBy(() -> Shell.export(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theDemoCustomersVariablesServeSdksAndTerraform() throws IOException, InterruptedException {
        DemoCustomer demo = new DemoCustomer(new UUID(1, 1), new UUID(2, 2), new UUID(3, 3), "s'ecret ~$x", "someone@demo.woad.test");
        List<String> exports = Variables.demo(demo).entrySet().stream().map(e -> Shell.export(e.getKey(), e.getValue())).toList();
        assertThat(evaluate(exports, "AZURE_CLIENT_SECRET")).isEqualTo(demo.clientSecret());
        assertThat(evaluate(exports, "ARM_CLIENT_SECRET")).isEqualTo(demo.clientSecret());
        assertThat(evaluate(exports, "ARM_SUBSCRIPTION_ID")).isEqualTo(demo.subscriptionId().toString());
        assertThat(demo.toString()).doesNotContain(demo.clientSecret());
    }

    @Test
    void clientFilesTrustTheCloudAndKeepWhatAzWrote() throws Exception {
        DataDirectory data = new DataDirectory(directory.resolve("a cloud"));
        Files.createDirectories(data.person());
        Files.createDirectories(data.server());
        CertificateAuthority authority = CertificateAuthority.createOrOpen(ServerSettings.publicRoot(data.server()).getParent(), "test",
                CertificateAuthority.Constraint.domain("woad.test"), new SecureRandom(), InstantSource.system());
        CloudSettings settings = new CloudSettings(data.instance(), "woad.test", 0, 443, 1, 443, 8450, false, null);
        ClientFiles files = ClientFiles.of(data);
        files.ensure(data, settings.profile());

        assertThat(Files.readString(files.authority())).isEqualTo(authority.rootPem());
        assertThat(Pem.certificates(Files.readString(files.bundle()))).contains(authority.root());
        KeyStore store = KeyStore.getInstance(files.trustStore().toFile(), ClientFiles.TRUST_STORE_PASSWORD.toCharArray());
        assertThat(Collections.list(store.aliases())).anyMatch(a -> a.equals("woad")).hasSizeGreaterThan(20);
        for (Path file : List.of(files.bundle(), files.trustStore(), files.azConfiguration().resolve("config"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        }
        assertThat(files.azConfiguration().resolve("clouds.config")).content().contains("[Woad]", "endpoint_resource_manager = https://management.woad.test/",
                "endpoint_active_directory = https://login.woad.test/adfs/t", "endpoint_microsoft_graph_resource_id = https://graph.woad.test/");

        Files.writeString(files.azConfiguration().resolve("config"), "[cloud]\nname = Other\n");
        files.ensure(data, settings.profile());
        assertThat(files.azConfiguration().resolve("config")).content().contains("Other");

        Map<String, String> variables = Variables.connection(settings, files);
        List<String> exports = variables.entrySet().stream().map(e -> Shell.export(e.getKey(), e.getValue())).toList();
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            assertThat(evaluate(exports, variable.getKey())).isEqualTo(variable.getValue());
        }
        assertThat(variables.get("JAVA_TOOL_OPTIONS")).contains("\"" + files.trustStore() + "\"");
    }
}
