package woad.agent;

import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import woad.fleet.spec.HostId;

/** Writes certification requests (PKCS #10, RFC 2986). Apart from the rest, since opening Bouncy Castle's signed archives slows a start down. */
final class CertificationRequest {
    private CertificationRequest() {}

    /** @param publicKey X.509 {@code SubjectPublicKeyInfo}, DER. @return DER */
    static byte[] write(HostId host, byte[] publicKey, PrivateKey key) throws IOException {
        try {
            return new PKCS10CertificationRequestBuilder(new X500Name("CN=" + host), SubjectPublicKeyInfo.getInstance(publicKey))
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IOException("the certification request cannot be signed", e);
        }
    }
}
