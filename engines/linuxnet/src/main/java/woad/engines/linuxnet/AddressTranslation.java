package woad.engines.linuxnet;

import java.net.InetAddress;

/**
 * How the public addresses that customers see are written on the fabric: each by the address at the same place of another
 * prefix. Loopback addresses, which no wire carries, become public addresses that way; where the pool is routable the two are equal.
 *
 * @param pool   what customers see, IPv4
 * @param fabric what the hosts see, of the same length
 */
public record AddressTranslation(Cidr pool, Cidr fabric) {
    public AddressTranslation {
        if (pool.length() != fabric.length() || !pool.isIpv4() || !fabric.isIpv4()) {
            throw new IllegalArgumentException(pool + " and " + fabric + " must be IPv4 prefixes of one length");
        }
    }

    /** The fabric's address for a public one. */
    InetAddress onFabric(InetAddress publicAddress) {
        if (!pool.contains(publicAddress)) {
            throw new IllegalArgumentException(publicAddress.getHostAddress() + " is not in the public pool " + pool);
        }
        return fabric.plus(pool.offset(publicAddress));
    }
}
