package woad.engines.linuxnet;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** An address prefix of either family; the bits after {@code length} are zero. */
public record Cidr(InetAddress network, int length) {

    public Cidr {
        int bits = network.getAddress().length * 8;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException("not a prefix length: " + length);
        }
        network = masked(network, length);
    }

    /** Reads {@code address/length}, or a lone address as the prefix of just that. Names are never looked up. */
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash));
        try {
            return new Cidr(address, slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not an address prefix: " + text, e);
        }
    }

    /** Reads an address written in numbers. */
    static InetAddress address(String text) {
        if (text.isEmpty() || text.contains("%") || !text.contains(":") && text.chars().filter(c -> c == '.').count() != 3) {
            throw new IllegalArgumentException("not an address: " + text);
        }
        return InetAddress.ofLiteral(text);
    }

    boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    boolean contains(InetAddress address) {
        return address.getClass() == network.getClass() && masked(address, length).equals(network);
    }

    boolean contains(Cidr other) {
        return other.length >= length && contains(other.network);
    }

    /** The first address after the network's own: the gateway of a subnet. */
    InetAddress first() {
        return plus(1);
    }

    /** The address that is {@code offset} after the network's own. */
    InetAddress plus(long offset) {
        return inetAddress(number(network).add(BigInteger.valueOf(offset)), network.getAddress().length);
    }

    /** How many after the network's own address the given one of this prefix is. */
    long offset(InetAddress address) {
        return number(address).subtract(number(network)).longValueExact();
    }

    /** The network mask, dotted, of an IPv4 prefix. */
    String mask() {
        return masked(InetAddress.ofLiteral("255.255.255.255"), length).getHostAddress();
    }

    /** The same addresses with no prefix inside another, as nftables' interval sets require, in a fixed order. */
    static List<Cidr> merged(Collection<Cidr> prefixes) {
        List<Cidr> kept = new ArrayList<>();
        prefixes.stream().distinct().sorted(Comparator.comparingInt(Cidr::length).thenComparing(Cidr::toString)).forEach(prefix -> {
            if (kept.stream().noneMatch(wider -> wider.contains(prefix))) {
                kept.add(prefix);
            }
        });
        return kept;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + length;
    }

    private static InetAddress masked(InetAddress address, int length) {
        byte[] octets = address.getAddress();
        for (int bit = length; bit < octets.length * 8; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return inetAddress(new BigInteger(1, octets), octets.length);
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }

    private static InetAddress inetAddress(BigInteger number, int octets) {
        byte[] bytes = number.toByteArray();
        byte[] address = new byte[octets];
        int count = Math.min(bytes.length, octets);
        System.arraycopy(bytes, bytes.length - count, address, octets - count, count);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
