package woad.launcher.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.launcher.process.Commands;
import woad.platform.keys.CertificateAuthority;

/** A browser's store takes the authority and gives it up, with the real certutil. */
class NssStoreTest {
    @TempDir
    private Path directory;

    @Test
    void whatIsInstalledIsGoneAfterRemoval() throws Exception {
        assumeTrue(Commands.exists("certutil"), "certutil is not installed (apt-get install libnss3-tools)");
        String pem = CertificateAuthority.createOrOpen(directory.resolve("ca"), "test", CertificateAuthority.Constraint.domain("woad.test"),
                new SecureRandom(), InstantSource.system()).rootPem();
        NssStore store = new NssStore(directory.resolve("nssdb"), "a browser", List.of());
        store.create();
        store.install("Woad test", pem);
        store.install("Woad test", pem);
        assertThat(listing(store)).containsPattern("Woad test\\s+C,,").containsOnlyOnce("Woad test");
        assertThat(store.remove("Woad test")).isTrue();
        assertThat(store.remove("Woad test")).isFalse();
        assertThat(listing(store)).doesNotContain("Woad test");
    }

    private static String listing(NssStore store) throws Exception {
        return Commands.run(Duration.ofSeconds(10), List.of("certutil", "-L", "-d", "sql:" + store.directory())).output();
    }
}
