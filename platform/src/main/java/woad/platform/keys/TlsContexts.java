package woad.platform.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** TLS contexts whose trust is one root and nothing else: the system's certificate authorities have no say. */
public final class TlsContexts {
    private TlsContexts() {}

    static SSLContext server(X509ExtendedKeyManager leaf, Optional<X509Certificate> clientRoot, SecureRandom random) {
        return context(leaf, clientRoot, random);
    }

    /** For a client that trusts one root and shows no certificate. */
    public static SSLContext client(X509Certificate root, SecureRandom random) {
        return context(null, Optional.of(root), random);
    }

    /** For a client that trusts one root and shows a certificate. */
    public static SSLContext client(X509Certificate root, Credential credential, SecureRandom random, InstantSource clock) {
        return context(new RenewingCredential(() -> credential, Duration.ofDays(36500), clock), Optional.of(root), random);
    }

    private static SSLContext context(X509ExtendedKeyManager keys, Optional<X509Certificate> root, SecureRandom random) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            if (root.isPresent()) {
                trusted.setCertificateEntry("root", root.get());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            TrustManager[] managers = root.isPresent() ? trust.getTrustManagers() : new TrustManager[] {new TrustNobody()};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys == null ? null : new KeyManager[] {keys}, managers, random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }
}
