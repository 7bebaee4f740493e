package woad.server.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import woad.platform.keys.CertificateAuthority;
import woad.platform.keys.Credential;
import woad.platform.keys.Pem;
import woad.platform.keys.PrivateFiles;

/** The operator's client certificate in an owner-only file, so that who owns the cloud's state is its operator. */
public final class OperatorCredential {
    /** Its common name. */
    public static final String NAME = "operator";
    private static final Duration RENEW_BEFORE = Duration.ofDays(60);

    private OperatorCredential() {}

    /** Makes the file, or makes it anew where the certificate is about to end or of another authority. */
    public static void ensure(Path file, CertificateAuthority authority, SecureRandom random, InstantSource clock) throws IOException {
        if (Files.exists(file)) {
            Credential kept = read(file);
            if (kept.chain().getLast().equals(authority.root())
                    && kept.leaf().getNotAfter().toInstant().isAfter(clock.instant().plus(RENEW_BEFORE))) {
                return;
            }
        }
        KeyPair pair = newKey(random);
        List<X509Certificate> chain = authority.issueClient(NAME, pair.getPublic());
        PrivateFiles.write(file, (Pem.privateKey(pair.getPrivate()) + Pem.certificates(chain)).getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads such a file. */
    public static Credential read(Path file) throws IOException {
        String text = Files.readString(file);
        int certificates = text.indexOf("-----BEGIN CERTIFICATE");
        return new Credential(Pem.ellipticCurveKey(text.substring(0, certificates)), Pem.certificates(text.substring(certificates)));
    }

    private static KeyPair newKey(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }
}
