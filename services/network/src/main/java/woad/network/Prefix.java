package woad.network;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address prefix of either family, {@code 10.0.0.0/24} or {@code fd00::/64}, without bits set after its length.
 *
 * @param block the addresses in it
 */
record Prefix(IPAddress block) {
    /** Addresses at the start of a subnet that are not given out: the network, the gateway and two for DNS. Azure reserves the last one too. */
    static final int RESERVED_AT_START = 4;

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
            .allowEmpty(false).allowAll(false).allowSingleSegment(false).allowMask(false).allowWildcardedSeparator(false)
            .setRangeOptions(RangeParameters.NO_RANGE)
            .getIPv4AddressParametersBuilder().allow_inet_aton(false).allowLeadingZeros(false).getParentBuilder()
            .getIPv6AddressParametersBuilder().allowZone(false).allowBase85(false).getParentBuilder()
            .toParams();

    /** What a text in CIDR notation can be. */
    sealed interface Reading {
        /** A prefix. */
        record Good(Prefix prefix) implements Reading {}

        /** An address with bits set after the length; {@code meant} is the prefix it is in. */
        record Askew(Prefix meant) implements Reading {}

        /** No CIDR notation. */
        record Malformed() implements Reading {}
    }

    /** Reads CIDR notation. */
    static Reading read(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,2}")) {
            return new Reading.Malformed();
        }
        Optional<IPAddress> address = address(text.substring(0, slash));
        int length = Integer.parseInt(text.substring(slash + 1));
        if (address.isEmpty() || length > address.get().getBitCount()) {
            return new Reading.Malformed();
        }
        Prefix prefix = new Prefix(address.get().toPrefixBlock(length));
        return prefix.first().equals(address.get()) ? new Reading.Good(prefix) : new Reading.Askew(prefix);
    }

    /** A prefix that this cloud wrote itself. */
    static Prefix of(String text) {
        if (read(text) instanceof Reading.Good good) {
            return good.prefix();
        }
        throw new IllegalArgumentException("not a prefix: " + text);
    }

    /** Reads one address, IPv4 as a dotted quad or IPv6. */
    static Optional<IPAddress> address(String text) {
        return ADDRESS.matcher(text).matches() ? Optional.ofNullable(new IPAddressString(text, STRICT).getAddress()) : Optional.empty();
    }

    /** Canonical text of an address (RFC 5952 for IPv6). */
    static String text(IPAddress address) {
        return address.withoutPrefixLength().toCanonicalString();
    }

    boolean ipv4() {
        return block.isIPv4();
    }

    /** How many bits are the same in all addresses. */
    int length() {
        return block.getNetworkPrefixLength();
    }

    IPAddress first() {
        return block.getLower().withoutPrefixLength();
    }

    IPAddress last() {
        return block.getUpper().withoutPrefixLength();
    }

    /** The first address that a subnet gives out. */
    IPAddress firstUsable() {
        return first().increment(RESERVED_AT_START);
    }

    /** The last address that a subnet gives out. */
    IPAddress lastUsable() {
        return last().increment(-1);
    }

    boolean contains(IPAddress address) {
        return ipv4() == address.isIPv4() && block.contains(address);
    }

    boolean contains(Prefix other) {
        return contains(other.block);
    }

    boolean overlaps(Prefix other) {
        return contains(other) || other.contains(this);
    }

    /** Whether an address of the subnet is never given out. */
    boolean reserves(IPAddress address) {
        return address.compareTo(firstUsable()) < 0 || address.compareTo(lastUsable()) > 0;
    }

    /** The fewest prefixes that cover all of this one outside {@code others}. */
    List<Prefix> without(List<Prefix> others) {
        if (others.stream().anyMatch(other -> other.contains(this))) {
            return List.of();
        }
        if (others.stream().noneMatch(this::contains)) {
            return List.of(this);
        }
        IPAddress upper = last().toPrefixBlock(length() + 1);
        return Stream.of(new Prefix(first().toPrefixBlock(length() + 1)), new Prefix(upper))
                .flatMap(half -> half.without(others).stream()).toList();
    }

    @Override
    public String toString() {
        return text(first()) + "/" + length();
    }
}
