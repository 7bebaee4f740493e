package woad.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.launcher.cloud.CloudSettings;
import woad.launcher.cloud.DataDirectory;
import woad.launcher.demo.CustomerClient;
import woad.launcher.environment.ClientFiles;
import woad.launcher.environment.DemoCustomer;
import woad.launcher.process.Account;
import woad.launcher.process.Commands;
import woad.platform.core.Json;

/** A cloud without machines, as a user who is not root has it: brought up, used, repaired and taken down by the commands. */
class OrdinaryUserTest {
    /** The user that every Linux system has for having no rights. */
    private static final int NOBODY = 65534;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @TempDir
    private Path directory;
    private final List<String> java = new ArrayList<>();
    private DataDirectory data;

    /** Where the tests run as root, the program is copied to where nobody can read it, and is run as nobody. */
    @BeforeEach
    void program() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        data = new DataDirectory(home.resolve("cloud"));
        String classPath = System.getProperty("java.class.path");
        Path binary = Path.of(System.getProperty("java.home"), "bin", "java");
        if (Account.isRoot()) {
            java.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setAttribute(home, "unix:uid", NOBODY);
            classPath = copied(classPath, Files.createDirectory(directory.resolve("program")));
            List<String> version = new ArrayList<>(java);
            version.addAll(List.of(binary.toString(), "-version"));
            assumeTrue(Commands.run(PATIENCE, version).succeeded(), "users other than root cannot run the JDK in " + System.getProperty("java.home"));
        }
        java.addAll(List.of(binary.toString(), "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath, Main.class.getName()));
    }

    @AfterEach
    void down() throws IOException {
        if (data.exists()) {
            assertThat(woad("down").succeeded()).isTrue();
        }
    }

    @Test
    void everythingButMachinesWorksAndIsRepaired() throws IOException {
        Commands.Result up = woad("up");
        assertThat(up.succeeded()).as(up.output()).isTrue();
        assertThat(up.output()).contains("✓ PostgreSQL", "✓ control plane", "✓ proxy for clients", "no hosts: machines need root", "told this once");
        Map<String, Long> before = processes();
        assertThat(before).containsOnlyKeys("postgresql", "server", "proxy");
        assertThat(woad("env").output()).contains("HTTPS_PROXY", "AZURE_CLIENT_SECRET");
        assertThat(woad("doctor").output()).contains("not root: everything works but machines");
        assertThat(woad("demo").output()).contains("machines need root");
        aCustomerIsServed();

        kill(before.get("server"));
        kill(before.get("proxy"));
        assertThat(woad("status").succeeded()).isFalse();
        assertThat(woad("up").succeeded()).isTrue();
        Map<String, Long> after = processes();
        assertThat(after.get("postgresql")).as("what runs is left alone").isEqualTo(before.get("postgresql"));
        assertThat(after.get("server")).isNotEqualTo(before.get("server"));
        assertThat(after.get("proxy")).isNotEqualTo(before.get("proxy"));
        aCustomerIsServed();

        assertThat(woad("down").succeeded()).isTrue();
        assertThat(after.values()).noneMatch(process -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).flatMap(p -> p.info().command()).isPresent());
        assertThat(woad("status").output()).contains("stopped").doesNotContain("running");
    }

    /** A token and a first answer, by the proxy and the public names. */
    private void aCustomerIsServed() throws IOException {
        CloudSettings settings = CloudSettings.load(data);
        DemoCustomer customer = DemoCustomer.load(data).orElseThrow();
        CustomerClient client = new CustomerClient(settings.profile(), settings.proxyEndpoint(), ClientFiles.of(data).authority());
        client.signIn(customer);
        assertThat(client.get("/subscriptions/" + customer.subscriptionId() + "?api-version=2022-12-01").path("displayName").asText()).isEqualTo("Demo");
    }

    private Map<String, Long> processes() throws IOException {
        Map<String, Long> found = new HashMap<>();
        for (JsonNode part : Json.parse(woad("status", "--json").output()).path("parts")) {
            assertThat(part.path("state").asText()).as(part.toString()).isEqualTo("RUNNING");
            found.put(part.path("name").asText(), part.path("process").asLong());
        }
        return found;
    }

    private static void kill(long process) {
        ProcessHandle handle = ProcessHandle.of(process).orElseThrow();
        assertThat(handle.destroyForcibly()).isTrue();
        handle.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Commands.Result woad(String command, String... options) throws IOException {
        List<String> words = new ArrayList<>(java);
        words.addAll(List.of(command, "--data", data.root().toString()));
        words.addAll(List.of(options));
        return Commands.run(PATIENCE, words);
    }

    private static String copied(String classPath, Path into) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            Path from = Path.of(entry);
            Path to = into.resolve(copies.size() + "-" + from.getFileName());
            if (Files.exists(from)) {
                copy(from, to);
                copies.add(to.toString());
            }
        }
        return String.join(File.pathSeparator, copies);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
