package woad.launcher.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.launcher.process.Commands;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.Credential;
import woad.platform.keys.Pem;

/** The authority goes into the stores of a person and of a system that are the test's own, with the real tools, and out of them again. */
class TrustStoresTest {
    private static final String NAME = "Woad cloud test";

    @TempDir
    private Path home;
    private Path system;
    private Path firefox;
    private TrustStores stores;
    private CertificateAuthority authority;

    @BeforeEach
    void make() throws IOException {
        for (String program : List.of("certutil", "update-ca-certificates", "openssl")) {
            assumeTrue(Commands.exists(program), program + " is not installed");
        }
        system = Files.createDirectories(home.resolve("system/certs")).getParent();
        Files.createDirectories(system.resolve("hooks"));
        Files.createDirectories(system.resolve("all"));
        Files.writeString(system.resolve("conf"), "# none of the distribution's\n");
        stores = new TrustStores(home, List.of(), new SystemStore(system.resolve("local"), List.of("--localcertsdir", system.resolve("local").toString(),
                "--etccertsdir", system.resolve("certs").toString(), "--certsdir", system.resolve("all").toString(), "--certsconf", system.resolve("conf").toString(),
                "--hooksdir", system.resolve("hooks").toString())));
        firefox = home.resolve(".mozilla/firefox/a.default");
        new NssStore(firefox, "Firefox", List.of()).create();
        authority = CertificateAuthority.createOrOpen(home.resolve("ca"), "Woad test", CertificateAuthority.Constraint.domain("woad.test"), new SecureRandom(), InstantSource.system());
    }

    @Test
    void everyProgramTrustsTheCloudUntilItIsRemoved() throws IOException {
        assertThat(systemTrusts("management.woad.test")).isFalse();
        String said = install();
        assertThat(said).contains("installed in Chromium", "installed in Firefox", "installed in the system's store");
        assertThat(systemTrusts("management.woad.test")).isTrue();
        assertThat(browserKnows(home.resolve(".pki/nssdb"))).isTrue();
        assertThat(browserKnows(firefox)).isTrue();
        install();
        assertThat(Files.readString(system.resolve("certs/ca-certificates.crt")).split("BEGIN CERTIFICATE", -1)).as("once, however often it is installed").hasSize(2);

        assertThat(remove()).contains("removed from Chromium", "removed from Firefox", "removed from the system's store");

        assertThat(systemTrusts("management.woad.test")).isFalse();
        assertThat(browserKnows(home.resolve(".pki/nssdb"))).isFalse();
        assertThat(browserKnows(firefox)).isFalse();
        assertThat(system.resolve("certs")).isDirectoryNotContaining("glob:**/woad*");
        assertThat(remove()).contains("not in Chromium", "not in Firefox", "not in the system's store");
    }

    @Test
    void whoTrustsTheCloudTrustsItForNoOtherName() throws IOException {
        install();
        assertThat(systemTrusts("management.woad.test")).isTrue();
        assertThat(systemTrusts("management.azure.com")).isFalse();
    }

    private String install() throws IOException {
        StringWriter said = new StringWriter();
        stores.install(NAME, authority.rootPem(), new PrintWriter(said, true));
        return said.toString();
    }

    private String remove() throws IOException {
        StringWriter said = new StringWriter();
        stores.remove(NAME, new PrintWriter(said, true));
        return said.toString();
    }

    /** Whether a program that takes its authorities from the system's store believes a server of the cloud. */
    private boolean systemTrusts(String host) throws IOException {
        Credential server = authority.issueServer(List.of(host), List.of());
        Path leaf = Files.writeString(home.resolve("leaf.pem"), Pem.certificates(List.of(server.leaf())));
        return run("openssl", "verify", "-no-CAfile", "-no-CAstore", "-CApath", system.resolve("certs").toString(), "-purpose", "sslserver", "-verify_hostname", host, leaf.toString()).succeeded();
    }

    private boolean browserKnows(Path store) throws IOException {
        return run("certutil", "-d", "sql:" + store, "-L").output().contains(NAME);
    }

    private static Commands.Result run(String... command) throws IOException {
        return Commands.run(Duration.ofSeconds(30), new ArrayList<>(List.of(command)));
    }
}
