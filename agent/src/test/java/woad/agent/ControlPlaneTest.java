package woad.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.platform.keys.CertificateAuthority;

/** What an agent says where the control plane is not there. */
class ControlPlaneTest {
    @TempDir
    private Path directory;

    @Test
    void saysWhoDidNotAnswerAndWhy() throws IOException {
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = CertificateAuthority.createOrOpen(directory, "test", CertificateAuthority.Constraint.domain("fleet.woad.test"), random, InstantSource.system());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            URI nowhere = nowhere();
            ControlPlane plane = new ControlPlane(nowhere, authority.root(), random, InstantSource.system(), executor);
            assertThatThrownBy(() -> plane.desired(0)).isInstanceOf(IOException.class).hasMessageContaining(nowhere.toString()).hasMessageContaining("Connect").hasMessageNotContaining("null");
        }
    }

    @Test
    void saysThatItIsNotTheControlPlaneWhichAnswers() throws IOException {
        SecureRandom random = new SecureRandom();
        CertificateAuthority authority = CertificateAuthority.createOrOpen(directory, "test", CertificateAuthority.Constraint.domain("fleet.woad.test"), random, InstantSource.system());
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor(); ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            executor.submit(() -> {
                other.accept().close();
                return null;
            });
            URI address = URI.create("https://127.0.0.1:" + other.getLocalPort());
            ControlPlane plane = new ControlPlane(address, authority.root(), random, InstantSource.system(), executor);
            assertThatThrownBy(() -> plane.desired(0)).isInstanceOf(IOException.class).hasMessageContaining("no answer from the control plane at " + address).hasMessageNotContaining("null");
        }
    }

    /** An address at which nobody listens. */
    private static URI nowhere() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("https://127.0.0.1:" + socket.getLocalPort());
        }
    }
}
