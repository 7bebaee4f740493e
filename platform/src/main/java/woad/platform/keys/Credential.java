package woad.platform.keys;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/** A private key and the certificate chain that speaks for it, leaf first. */
public record Credential(PrivateKey key, List<X509Certificate> chain) {
    public Credential {
        chain = List.copyOf(chain);
    }

    /** The certificate of the key itself. */
    public X509Certificate leaf() {
        return chain.getFirst();
    }

    @Override
    public String toString() {
        return "Credential[" + leaf().getSubjectX500Principal() + "]";
    }
}
