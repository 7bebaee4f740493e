package woad.platform.keys;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority of the cloud's own: a root (EC P-384) in owner-only files that signs leaves (EC P-256, at most a
 * year). The root is name-constrained, so that who trusts it trusts nothing outside the constraint. P-256 leaves are chosen
 * because every client in use accepts them and a handshake costs a tenth of RSA 3072. One process at a time may use a directory.
 */
public final class CertificateAuthority {
    static final Duration LEAF_LIFE = Duration.ofDays(364);
    /** A leaf that ends sooner than this is issued anew. */
    static final Duration RENEW_BEFORE = Duration.ofDays(60);

    private final Path directory;
    private final PrivateKey key;
    private final X509Certificate root;
    private final SecureRandom random;
    private final InstantSource clock;

    /**
     * What a root may speak for.
     *
     * @param dnsDomains every name at or below these; nothing else
     * @param ipPrefixes addresses in CIDR notation; none at all where empty
     */
    public record Constraint(List<String> dnsDomains, List<String> ipPrefixes) {
        public Constraint {
            if (dnsDomains.isEmpty()) {
                throw new IllegalArgumentException("a certificate authority needs a domain that it is confined to");
            }
            dnsDomains = List.copyOf(dnsDomains);
            ipPrefixes = List.copyOf(ipPrefixes);
        }

        /** A domain and nothing else. */
        public static Constraint domain(String domain) {
            return new Constraint(List.of(domain), List.of());
        }
    }

    private CertificateAuthority(Path directory, PrivateKey key, X509Certificate root, SecureRandom random, InstantSource clock) {
        this.directory = directory;
        this.key = key;
        this.root = root;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Opens the authority kept in a directory ({@code ca.key}, {@code ca.pem}, and the leaves it keeps), or makes it.
     *
     * @param name       common name of a new root, for people
     * @param constraint of a new root; one that exists keeps its own
     */
    public static CertificateAuthority createOrOpen(Path directory, String name, Constraint constraint, SecureRandom random, InstantSource clock) throws IOException {
        Path keyFile = directory.resolve("ca.key");
        Path rootFile = directory.resolve("ca.pem");
        if (!Files.exists(rootFile)) {
            KeyPair pair = generate("secp384r1", random);
            X509Certificate fresh = new CertificateForms(random, clock).root(name, pair, constraint);
            PrivateFiles.write(keyFile, Pem.privateKey(pair.getPrivate()).getBytes(StandardCharsets.US_ASCII));
            PrivateFiles.write(rootFile, Pem.certificates(List.of(fresh)).getBytes(StandardCharsets.US_ASCII));
        }
        PrivateKey key = Pem.ellipticCurveKey(Files.readString(keyFile));
        X509Certificate root = Pem.certificates(Files.readString(rootFile)).getFirst();
        return new CertificateAuthority(directory, key, root, random, clock);
    }

    /** The root certificate, PEM: what clients trust. */
    public String rootPem() {
        return Pem.certificates(List.of(root));
    }

    /** The root certificate. */
    public X509Certificate root() {
        return root;
    }

    /** A new key and its certificate for a TLS server, with the names and addresses it answers to. */
    public Credential issueServer(List<String> dnsNames, List<InetAddress> addresses) {
        KeyPair pair = generate("secp256r1", random);
        return new Credential(pair.getPrivate(), List.of(forms().server(pair.getPublic(), dnsNames, addresses, root, key), root));
    }

    /** A certificate for a TLS client that keeps its own private key. @return leaf first, then the root */
    public List<X509Certificate> issueClient(String commonName, PublicKey publicKey) {
        return List.of(forms().client(publicKey, commonName, root, key), root);
    }

    /**
     * A certificate for the key of a certification request. Only the key is taken from the request, nothing that it asks for.
     *
     * @param request PKCS #10 (RFC 2986), DER
     * @throws IllegalArgumentException where the request is malformed or not signed by the key it names
     */
    public List<X509Certificate> issueClient(String commonName, byte[] request) {
        return issueClient(commonName, requestedKey(request));
    }

    /**
     * The key that a certification request names, proven by the request's signature.
     *
     * @param request PKCS #10 (RFC 2986), DER
     * @throws IllegalArgumentException where the request is malformed or not signed by the key it names
     */
    public static PublicKey requestedKey(byte[] request) {
        return CertificateForms.requestedKey(request);
    }

    /**
     * The TLS context of a listener. Its leaf is kept in the directory under {@code name}, and renewed while it serves and
     * before it ends.
     *
     * @param trustClients whether client certificates of this authority are accepted; else none is
     */
    public SSLContext serverContext(String name, List<String> dnsNames, List<InetAddress> addresses, boolean trustClients) throws IOException {
        Supplier<Credential> leaf = () -> {
            try {
                return keptServer(name, dnsNames, addresses);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException("the certificate " + name + " cannot be kept in " + directory, e);
            }
        };
        return TlsContexts.server(new RenewingCredential(leaf, LEAF_LIFE.minus(RENEW_BEFORE), clock), trustClients ? Optional.of(root) : Optional.empty(), random);
    }

    private synchronized Credential keptServer(String name, List<String> dnsNames, List<InetAddress> addresses) throws IOException {
        Path file = directory.resolve(name + ".leaf.pem");
        if (Files.exists(file)) {
            String text = Files.readString(file);
            int certificates = text.indexOf("-----BEGIN CERTIFICATE");
            Credential kept = new Credential(Pem.ellipticCurveKey(text.substring(0, certificates)), Pem.certificates(text.substring(certificates)));
            Instant end = kept.leaf().getNotAfter().toInstant();
            if (clock.instant().isBefore(end.minus(RENEW_BEFORE)) && speaksFor(kept.leaf(), dnsNames, addresses)
                    && kept.chain().getLast().equals(root)) {
                return kept;
            }
        }
        Credential fresh = issueServer(dnsNames, addresses);
        PrivateFiles.write(file, (Pem.privateKey(fresh.key()) + Pem.certificates(fresh.chain())).getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }

    private CertificateForms forms() {
        return new CertificateForms(random, clock);
    }

    /** Whether a certificate carries exactly these names and addresses. */
    private static boolean speaksFor(X509Certificate certificate, List<String> dnsNames, List<InetAddress> addresses) {
        Set<String> wanted = new HashSet<>(dnsNames);
        addresses.forEach(address -> wanted.add(address.getHostAddress()));
        Set<String> present = new HashSet<>();
        try {
            for (List<?> name : Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of())) {
                present.add(String.valueOf(name.get(1)));
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException("a kept certificate is malformed", e);
        }
        return wanted.equals(present);
    }

    static KeyPair generate(String curve, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the curve " + curve + " is not available", e);
        }
    }
}
