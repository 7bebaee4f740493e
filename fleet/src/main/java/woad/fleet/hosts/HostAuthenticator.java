package woad.fleet.hosts;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import woad.fleet.spec.HostId;
import woad.platform.core.CloudException;
import woad.platform.core.CommonError;
import woad.platform.core.PrincipalId;
import woad.platform.core.TenantId;
import woad.platform.web.Authenticator;
import woad.platform.web.Caller;
import woad.platform.web.WebRequest;

/** Knows a host by its client certificate: the name in it, and that its key is the one that enrolled last. */
final class HostAuthenticator implements Authenticator {
    /** Hosts belong to no tenant. */
    private static final TenantId NO_TENANT = new TenantId(new UUID(0, 0));

    private final Hosts hosts;

    HostAuthenticator(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public Caller authenticate(WebRequest request) {
        X509Certificate certificate = request.clientCertificate();
        if (certificate == null) {
            throw new CloudException(CommonError.AUTHENTICATION_FAILED, "A host must show its client certificate. Enrol first.");
        }
        HostId host = name(certificate).filter(named -> hosts.speaksFor(named, certificate.getPublicKey()))
                .orElseThrow(() -> new CloudException(CommonError.AUTHENTICATION_FAILED, "The client certificate is not that of an enrolled host."));
        UUID principal = UUID.nameUUIDFromBytes(("host:" + host).getBytes(StandardCharsets.UTF_8));
        return new Caller(Caller.Realm.OPERATOR, NO_TENANT, new PrincipalId(principal), Caller.Kind.SERVICE_PRINCIPAL, Set.of(), "host-agent", host.value());
    }

    @Override
    public String challenge(WebRequest request) {
        return null;
    }

    private static Optional<HostId> name(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().stream()
                    .filter(part -> part.getType().equalsIgnoreCase("CN")).map(part -> new HostId(part.getValue().toString())).findFirst();
        } catch (InvalidNameException | IllegalArgumentException e) {
            throw new CloudException(CommonError.AUTHENTICATION_FAILED, "The client certificate names no host.", e);
        }
    }
}
