package woad.platform.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * The certificates this cloud writes (RFC 5280), with all that strict verifiers want: key identifiers, key usage, critical constraints.
 * Nothing but writing needs this class: Bouncy Castle's archives are signed, and opening them costs a start a third of a second.
 */
final class CertificateForms {
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final SecureRandom random;
    private final InstantSource clock;

    CertificateForms(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    X509Certificate root(String name, KeyPair pair, CertificateAuthority.Constraint constraint) {
        X500Principal subject = principal(name);
        try {
            JcaX509v3CertificateBuilder builder = builder(subject, subject, pair.getPublic(), ROOT_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.nameConstraints, true, constraints(constraint));
            return sign(builder, pair.getPrivate(), "SHA384withECDSA");
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("the root certificate cannot be made", e);
        }
    }

    X509Certificate server(PublicKey key, List<String> dnsNames, List<InetAddress> addresses, X509Certificate issuer, PrivateKey issuerKey) {
        List<GeneralName> names = new ArrayList<>();
        dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a server's certificate needs a name or an address");
        }
        // The common name is for people only: verifiers read the alternative names, and OpenSSL checks a host-like common name against the constraints.
        return leaf(principal("Woad server"), key, Optional.of(new GeneralNames(names.toArray(GeneralName[]::new))), KeyPurposeId.id_kp_serverAuth, issuer, issuerKey);
    }

    X509Certificate client(PublicKey key, String commonName, X509Certificate issuer, PrivateKey issuerKey) {
        return leaf(principal(commonName), key, Optional.empty(), KeyPurposeId.id_kp_clientAuth, issuer, issuerKey);
    }

    /** The public key of a PKCS #10 request, proven by its signature. */
    static PublicKey requestedKey(byte[] request) {
        try {
            JcaPKCS10CertificationRequest read = new JcaPKCS10CertificationRequest(request);
            PublicKey key = read.getPublicKey();
            if (!read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new IllegalArgumentException("the certification request is not signed by its key");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException e) {
            throw new IllegalArgumentException("the certification request is malformed", e);
        }
    }

    private X509Certificate leaf(X500Principal subject, PublicKey key, Optional<GeneralNames> names, KeyPurposeId purpose,
                                 X509Certificate issuer, PrivateKey issuerKey) {
        try {
            JcaX509v3CertificateBuilder builder = builder(issuer.getSubjectX500Principal(), subject, key, CertificateAuthority.LEAF_LIFE);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.authorityKeyIdentifier, false, new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer.getPublicKey()));
            if (names.isPresent()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names.get());
            }
            return sign(builder, issuerKey, "SHA384withECDSA");
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("a certificate cannot be made", e);
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, PublicKey key, Duration life)
            throws GeneralSecurityException, IOException {
        Instant start = clock.instant().minus(CLOCK_SKEW);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer, new BigInteger(127, random).setBit(126),
                Date.from(start), Date.from(start.plus(life)), subject, key);
        builder.addExtension(Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key, String algorithm)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter().getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }

    private static X500Principal principal(String commonName) {
        try {
            return new X500Principal(new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, commonName).build().getEncoded());
        } catch (IOException e) {
            throw new IllegalArgumentException("not a common name: " + commonName, e);
        }
    }

    private static NameConstraints constraints(CertificateAuthority.Constraint constraint) {
        List<GeneralSubtree> permitted = new ArrayList<>();
        List<GeneralSubtree> excluded = new ArrayList<>();
        constraint.dnsDomains().forEach(domain -> permitted.add(subtree(GeneralName.dNSName, domain)));
        constraint.ipPrefixes().forEach(prefix -> permitted.add(subtree(GeneralName.iPAddress, prefix)));
        if (constraint.ipPrefixes().isEmpty()) {
            excluded.add(everyAddress(4));
            excluded.add(everyAddress(16));
        }
        return new NameConstraints(permitted.toArray(GeneralSubtree[]::new), excluded.isEmpty() ? null : excluded.toArray(GeneralSubtree[]::new));
    }

    /** Address and mask, all zero: RFC 5280, section 4.2.1.10. */
    private static GeneralSubtree everyAddress(int addressBytes) {
        return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[2 * addressBytes])));
    }

    private static GeneralSubtree subtree(int kind, String text) {
        return new GeneralSubtree(new GeneralName(kind, text));
    }
}
