package woad.storage.access;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Optional;

/** The addresses a signature may be used from: one, or from one to another inclusive ({@code 168.1.5.60-168.1.5.70}). */
record AddressRange(IPAddress first, IPAddress last) {
    private static final IPAddressStringParameters PLAIN = new IPAddressStringParameters.Builder().allowEmpty(false).allowAll(false).allowPrefix(false)
            .allowMask(false).allowSingleSegment(false).allowWildcardedSeparator(false).setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder().allow_inet_aton(false).getParentBuilder().toParams();

    /** The range; empty where the text is none. */
    static Optional<AddressRange> parse(String text) {
        int dash = text.indexOf('-');
        Optional<IPAddress> first = address(dash < 0 ? text : text.substring(0, dash));
        Optional<IPAddress> last = dash < 0 ? first : address(text.substring(dash + 1));
        return first.isPresent() && last.isPresent() && first.get().getIPVersion() == last.get().getIPVersion()
                ? Optional.of(new AddressRange(first.get(), last.get())) : Optional.empty();
    }

    /** Whether a client's address is within. */
    boolean contains(String client) {
        return address(client).filter(a -> a.getIPVersion() == first.getIPVersion() && a.compareTo(first) >= 0 && a.compareTo(last) <= 0).isPresent();
    }

    /** An address; one of IPv4 inside of IPv6 counts as what it is. */
    private static Optional<IPAddress> address(String text) {
        try {
            IPAddress address = new IPAddressString(text.strip(), PLAIN).toAddress();
            return Optional.of(address.isIPv6() && address.toIPv6().isIPv4Mapped() ? address.toIPv6().getEmbeddedIPv4Address() : address);
        } catch (AddressStringException e) {
            return Optional.empty();
        }
    }
}
