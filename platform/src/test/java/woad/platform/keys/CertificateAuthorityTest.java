package woad.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthorityTest {
    @TempDir
    private Path directory;
    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<Instant> now = new AtomicReference<>(InstantSource.system().instant());

    private CertificateAuthority open() throws IOException {
        return CertificateAuthority.createOrOpen(directory.resolve("ca"), "Woad test CA", CertificateAuthority.Constraint.domain("woad.test"), random, now::get);
    }

    @Test
    void staysTheSameAfterARestartInOwnerOnlyFiles() throws Exception {
        String pem = open().rootPem();
        assertThat(open().rootPem()).isEqualTo(pem);
        for (String file : List.of("ca.key", "ca.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ca").resolve(file)))).isEqualTo("rw-------");
        }
        X509Certificate root = Pem.certificates(pem).getFirst();
        assertThat(root.getCriticalExtensionOIDs()).contains("2.5.29.30", "2.5.29.19", "2.5.29.15");
        assertThat(root.getBasicConstraints()).isZero();
    }

    @Test
    void serversOfTheDomainAreBelieved() throws Exception {
        CertificateAuthority authority = open();
        SSLContext server = authority.serverContext("front", List.of("management.woad.test", "*.vault.woad.test"), List.of(), false);
        SSLContext client = TlsContexts.client(authority.root(), random);
        assertThat(handshake(server, client, "management.woad.test", false)).isEmpty();
        assertThat(handshake(server, client, "mine.vault.woad.test", false)).isEmpty();
        assertThatThrownBy(() -> handshake(server, client, "other.woad.test", false)).isInstanceOf(SSLException.class);
    }

    /** Checked by OpenSSL: Java alone of the clients does not hold a trust anchor to its own constraints. */
    @Test
    void whatLiesOutsideTheConstraintIsNotBelieved() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        CertificateAuthority authority = open();
        assertThat(opensslVerify(authority.issueServer(List.of("management.woad.test", "*.vault.woad.test"), List.of()))).contains("OK");
        assertThat(opensslVerify(authority.issueServer(List.of("www.example.com"), List.of()))).contains("permitted subtree violation");
        assertThat(opensslVerify(authority.issueServer(List.of("a.woad.test", "notwoad.test"), List.of()))).contains("permitted subtree violation");
        assertThat(opensslVerify(authority.issueServer(List.of(), List.of(InetAddress.getByName("127.0.0.1"))))).contains("excluded subtree violation");
        assertThat(opensslVerify(authority.issueServer(List.of(), List.of(InetAddress.getByName("::1"))))).contains("excluded subtree violation");
    }

    private String opensslVerify(Credential credential) throws Exception {
        Path leaf = Files.writeString(directory.resolve("leaf.pem"), Pem.certificates(List.of(credential.leaf())));
        Process process = new ProcessBuilder("/usr/bin/openssl", "verify", "-x509_strict", "-CAfile", directory.resolve("ca/ca.pem").toString(), leaf.toString())
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    @Test
    void anAddressIsBelievedWhereItWasAskedFor() throws Exception {
        CertificateAuthority authority = CertificateAuthority.createOrOpen(directory.resolve("fleet"), "Woad fleet",
                new CertificateAuthority.Constraint(List.of("fleet.woad.test"), List.of("10.99.0.0/16")), random, now::get);
        SSLContext server = authority.serverContext("agents", List.of(), List.of(InetAddress.getByName("10.99.0.1")), false);
        assertThat(handshake(server, TlsContexts.client(authority.root(), random), "10.99.0.1", false)).isEmpty();
    }

    @Test
    void clientsAreKnownByTheirCertificates() throws Exception {
        CertificateAuthority authority = open();
        SSLContext server = authority.serverContext("agents", List.of("fleet.woad.test"), List.of(), true);
        KeyPair pair = CertificateAuthority.generate("secp256r1", random);
        byte[] request = new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=something-else"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())).getEncoded();
        Credential credential = new Credential(pair.getPrivate(), authority.issueClient("fc-1", request));
        assertThat(handshake(server, TlsContexts.client(authority.root(), credential, random, now::get), "fleet.woad.test", true)).isEqualTo("CN=fc-1");

        request[request.length - 1] ^= 1;
        assertThatThrownBy(() -> authority.issueClient("fc-1", request)).isInstanceOf(IllegalArgumentException.class);
        CertificateAuthority other = CertificateAuthority.createOrOpen(directory.resolve("other"), "Other", CertificateAuthority.Constraint.domain("woad.test"), random, now::get);
        Credential stranger = new Credential(pair.getPrivate(), other.issueClient("fc-1", pair.getPublic()));
        assertThatThrownBy(() -> handshake(server, TlsContexts.client(authority.root(), stranger, random, now::get), "fleet.woad.test", true)).isInstanceOf(IOException.class);
    }

    @Test
    void aLeafIsKeptAndRenewedInTime() throws Exception {
        Instant present = now.get();
        now.set(present.minus(CertificateAuthority.LEAF_LIFE).plus(CertificateAuthority.RENEW_BEFORE).minus(Duration.ofDays(1)));
        CertificateAuthority authority = open();
        SSLContext server = authority.serverContext("front", List.of("a.woad.test"), List.of(), false);
        Path file = directory.resolve("ca/front.leaf.pem");
        String first = Files.readString(file);
        authority.serverContext("front", List.of("a.woad.test"), List.of(), false);
        assertThat(Files.readString(file)).isEqualTo(first);
        X509Certificate leaf = Pem.certificates(first.substring(first.indexOf("-----BEGIN CERT"))).getFirst();
        assertThat(Duration.between(leaf.getNotBefore().toInstant(), leaf.getNotAfter().toInstant())).isLessThanOrEqualTo(Duration.ofDays(365));

        now.set(present);
        handshake(server, TlsContexts.client(authority.root(), random), "a.woad.test", false);
        assertThat(Files.readString(file)).isNotEqualTo(first);
        String renewed = Files.readString(file);
        authority.serverContext("front", List.of("b.woad.test"), List.of(), false);
        assertThat(Files.readString(file)).isNotEqualTo(renewed);
    }

    /** Shakes hands over loopback; gives the subject of the client's certificate, or nothing. */
    private static String handshake(SSLContext server, SSLContext client, String name, boolean needClient) throws Exception {
        try (SSLServerSocket listener = (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
             var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            listener.setSoTimeout(5000);
            listener.setNeedClientAuth(needClient);
            var accepted = executor.submit(() -> {
                try (SSLSocket socket = (SSLSocket) listener.accept()) {
                    socket.setSoTimeout(5000);
                    socket.startHandshake();
                    socket.getOutputStream().write(1);
                    return needClient ? ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal().getName() : "";
                }
            });
            try (var plain = new java.net.Socket(InetAddress.getLoopbackAddress(), listener.getLocalPort());
                 SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket(plain, name, listener.getLocalPort(), true)) {
                socket.setSoTimeout(5000);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getInputStream().read()).isEqualTo(1);
            }
            return accepted.get(5, TimeUnit.SECONDS);
        }
    }
}
