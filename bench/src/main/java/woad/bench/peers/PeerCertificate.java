package woad.bench.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for {@code localhost} of the kind that the cloud's own listeners have (EC P-256), so that handshakes cost the same.
 *
 * @param certificate PEM; clients trust it directly
 * @param key         PEM
 */
public record PeerCertificate(Path certificate, Path key) {

    /** Makes one in a directory, with the openssl program. */
    public static PeerCertificate make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        PeerCertificate made = new PeerCertificate(directory.resolve("peer.pem"), directory.resolve("peer.key"));
        Process process = new ProcessBuilder(List.of("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", made.key().toString(), "-out", made.certificate().toString()))
                .redirectErrorStream(true).redirectOutput(directory.resolve("openssl.log").toFile()).start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("openssl cannot make a certificate: see " + directory.resolve("openssl.log"));
        }
        return made;
    }
}
