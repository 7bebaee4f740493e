package woad.launcher.environment;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import woad.launcher.cloud.DataDirectory;
import woad.platform.core.CloudProfile;
import woad.platform.keys.Pem;
import woad.platform.keys.PrivateFiles;
import woad.server.ServerSettings;

/** The files that {@code woad env} points clients to, in the person's part of the data directory. */
public record ClientFiles(Path directory) {
    /** A trust store holds public certificates only; Java wants a password all the same. */
    public static final String TRUST_STORE_PASSWORD = "changeit";
    private static final List<Path> SYSTEM_ROOTS = List.of(Path.of("/etc/ssl/certs/ca-certificates.crt"), Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/ca-bundle.pem"), Path.of("/etc/ssl/cert.pem"));

    public static ClientFiles of(DataDirectory data) {
        return new ClientFiles(data.person());
    }

    /** The cloud's own certificate authority, PEM. */
    public Path authority() {
        return directory.resolve("ca.pem");
    }

    /** The system's certificate authorities and the cloud's, PEM. */
    public Path bundle() {
        return directory.resolve("bundle.pem");
    }

    /** The same for Java, PKCS #12. */
    public Path trustStore() {
        return directory.resolve("trust.p12");
    }

    /** A configuration directory for az. */
    public Path azConfiguration() {
        return directory.resolve("az");
    }

    /** Writes what is missing or of another certificate authority; what az keeps in its directory stays. */
    public void ensure(DataDirectory data, CloudProfile profile) throws IOException {
        String authority = Files.readString(ServerSettings.publicRoot(data.server()));
        if (!Files.exists(authority()) || !Files.readString(authority()).equals(authority)) {
            writeBundle(authority);
            writeTrustStore(Pem.certificates(authority).getFirst());
            PrivateFiles.write(authority(), authority.getBytes(StandardCharsets.US_ASCII));
        }
        AzConfiguration.ensure(azConfiguration(), profile);
    }

    private void writeBundle(String authority) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path roots : SYSTEM_ROOTS.stream().filter(Files::isReadable).limit(1).toList()) {
            text.append(Files.readString(roots, StandardCharsets.ISO_8859_1).stripTrailing()).append('\n');
        }
        PrivateFiles.write(bundle(), text.append(authority).toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private void writeTrustStore(X509Certificate authority) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (X509Certificate root : javaRoots()) {
                store.setCertificateEntry("root-" + count++, root);
            }
            store.setCertificateEntry("woad", authority);
            Path fresh = directory.resolve("trust.p12.new");
            PrivateFiles.write(fresh, new byte[0]);
            try (OutputStream out = Files.newOutputStream(fresh)) {
                store.store(out, TRUST_STORE_PASSWORD.toCharArray());
            }
            Files.move(fresh, trustStore(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IOException("the trust store for Java cannot be made", e);
        }
    }

    private static List<X509Certificate> javaRoots() throws IOException, GeneralSecurityException {
        Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
        List<X509Certificate> roots = new ArrayList<>();
        if (Files.isReadable(file)) {
            KeyStore store = KeyStore.getInstance(file.toFile(), (char[]) null);
            for (String alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    roots.add(certificate);
                }
            }
        }
        return roots;
    }
}
