package woad.platform.web;

import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A socket of the front door.
 *
 * @param proxyProtocol whether every connection starts with a PROXY protocol header (v1 or v2) that names the true client;
 *                      only for sockets that nothing but trusted proxies can reach
 * @param clientCertificates whether clients are asked for a certificate that {@code tls} trusts; one that has none yet gets
 *                      through to {@link Access.Open} endpoints, and the service's authenticator refuses it elsewhere
 * @param services      what answers here; a host name of none of them gets 421
 */
public record Listener(String name, InetSocketAddress address, SSLContext tls, boolean proxyProtocol,
                       boolean clientCertificates, List<WebService> services) {
    public Listener {
        services = List.copyOf(services);
    }
}
