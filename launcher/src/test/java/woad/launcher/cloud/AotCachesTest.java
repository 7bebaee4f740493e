package woad.launcher.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.launcher.process.Account;

/** Caches are used where they fit and are whole, and are missed by nobody. */
class AotCachesTest {
    @TempDir
    private Path directory;
    private final Account account = new Account("somebody", Account.currentUser(), 0, false);

    @Test
    void aCacheIsUsedOnceItIsThere() throws IOException {
        AotCaches caches = AotCaches.beside(directory);
        assertThat(caches.options("server")).isEmpty();
        caches.put("server", Files.writeString(directory.resolve("made"), "cache"), account);
        assertThat(caches.options("server")).containsExactly("-XX:AOTCache=" + directory.resolve("aot").resolve(Runtime.version().toString()).resolve("server.aot"));
        assertThat(Files.list(caches.directory())).as("nothing half done").containsExactly(caches.file("server"));
        assertThat(caches.has("proxy")).isFalse();
    }

    @Test
    void cachesOfTheSameProgramElsewhereAreTakenOver() throws IOException {
        AotCaches built = AotCaches.beside(directory.resolve("built"));
        Files.createDirectories(directory.resolve("built"));
        built.put("proxy", Files.writeString(directory.resolve("made"), "cache"), account);
        AotCaches installed = AotCaches.beside(directory.resolve("installed"));
        installed.takeOver(built, account);
        assertThat(installed.file("proxy")).hasContent("cache");
        assertThat(installed.has("server")).isFalse();
    }

    @Test
    void aCacheThatCannotBeTakenOverIsNoFailure() throws IOException {
        AotCaches built = AotCaches.beside(directory.resolve("built"));
        Files.createDirectories(built.file("proxy"));
        AotCaches.beside(directory.resolve("installed")).takeOver(built, account);
        assertThat(AotCaches.beside(directory.resolve("installed")).has("proxy")).isFalse();
    }

    @Test
    void whatALinkNamesIsNotTaken() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("made"), Files.writeString(directory.resolve("secret"), "of somebody else"));
        assertThatThrownBy(() -> AotCaches.beside(directory).put("server", link, account)).isInstanceOf(IOException.class);
        assertThat(AotCaches.beside(directory).has("server")).isFalse();
    }
}
