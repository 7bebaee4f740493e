package woad.platform.keys;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows one credential in every handshake, and asks for it anew once it has grown old. */
final class RenewingCredential extends X509ExtendedKeyManager {
    private static final String ALIAS = "leaf";

    private final Supplier<Credential> source;
    private final Duration fresh;
    private final InstantSource clock;
    private volatile Credential current;

    /** @param fresh for how long after its start a credential is used without asking again */
    RenewingCredential(Supplier<Credential> source, Duration fresh, InstantSource clock) {
        this.source = source;
        this.fresh = fresh;
        this.clock = clock;
        this.current = source.get();
    }

    private Credential credential() {
        if (clock.instant().isAfter(current.leaf().getNotBefore().toInstant().plus(fresh))) {
            current = source.get();
        }
        return current;
    }

    private static String alias(String keyType) {
        return keyType.equals("EC") ? ALIAS : null;
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return alias(keyType);
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return java.util.Arrays.asList(keyTypes).contains("EC") ? ALIAS : null;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return credential().chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return credential().key();
    }
}
