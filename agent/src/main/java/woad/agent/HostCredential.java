package woad.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import woad.fleet.spec.HostId;
import woad.platform.keys.Credential;
import woad.platform.keys.Pem;
import woad.platform.keys.PrivateFiles;

/** The host's own key, made here and never leaving it, and the certificate that the control plane gave for it; owner-only files. */
final class HostCredential {
    private final HostId host;
    private final Path keyFile;
    private final Path publicFile;
    private final Path certificateFile;
    private final SecureRandom random;

    HostCredential(HostId host, Path directory, SecureRandom random) {
        this.host = host;
        this.keyFile = directory.resolve("host.key");
        this.publicFile = directory.resolve("host.public");
        this.certificateFile = directory.resolve("host.pem");
        this.random = random;
    }

    /** The key with its certificate, once the host has enrolled. */
    Optional<Credential> load() throws IOException {
        if (!Files.exists(certificateFile)) {
            return Optional.empty();
        }
        return Optional.of(new Credential(privateKey(), Pem.certificates(Files.readString(certificateFile))));
    }

    /** A certification request (PKCS #10, DER, base64) for the host's key, which is made where there is none. */
    String request() throws IOException {
        if (!Files.exists(keyFile) || !Files.exists(publicFile)) {
            KeyPair pair = generate();
            PrivateFiles.write(publicFile, pair.getPublic().getEncoded());
            PrivateFiles.write(keyFile, Pem.privateKey(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
        }
        return Base64.getEncoder().encodeToString(CertificationRequest.write(host, Files.readAllBytes(publicFile), privateKey()));
    }

    /** Keeps a certificate. @throws IOException where it is not for this host's key */
    Credential save(String certificates) throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificates);
        PublicKey certified = chain.getFirst().getPublicKey();
        if (!java.util.Arrays.equals(certified.getEncoded(), Files.readAllBytes(publicFile))) {
            throw new IOException("the control plane answered with a certificate for another key");
        }
        PrivateFiles.write(certificateFile, Pem.certificates(chain).getBytes(StandardCharsets.US_ASCII));
        return new Credential(privateKey(), chain);
    }

    private PrivateKey privateKey() throws IOException {
        PrivateKey key = Pem.ellipticCurveKey(Files.readString(keyFile));
        if (key instanceof ECPrivateKey) {
            return key;
        }
        throw new IOException(keyFile + " holds no elliptic-curve key");
    }

    private KeyPair generate() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IOException("the host's key cannot be made", e);
        }
    }
}
