package woad.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import woad.platform.core.CloudException;

/** Reading and checking of the prefixes that customers choose for networks and subnets. Source: "Virtual network FAQ", allowed ranges. */
final class AddressSpace {
    private static final int SMALLEST_IPV4 = 29;
    private static final int IPV6_SUBNET = 64;
    /** 198.18.0.0/15 (RFC 2544) is what hosts use among themselves and for public addresses on their way. */
    private static final List<Prefix> FORBIDDEN = Stream.of("0.0.0.0/8", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/8", "fe80::/10", "ff00::/8").map(Prefix::of).toList();

    private AddressSpace() {}

    /** @throws CloudException {@code InvalidAddressPrefixFormat} or {@code InvalidCIDRNotation}; {@code owner} is the id of the network or subnet */
    static List<Prefix> read(List<String> texts, String owner) {
        return texts.stream().map(text -> switch (Prefix.read(text)) {
            case Prefix.Reading.Good good -> good.prefix();
            case Prefix.Reading.Askew askew -> throw new CloudException(NetworkError.INVALID_CIDR_NOTATION, "The address prefix " + text + " in resource "
                    + owner + " has an invalid CIDR notation. For the given prefix length, the address prefix should be " + askew.meant() + ".");
            case Prefix.Reading.Malformed _ -> throw new CloudException(NetworkError.INVALID_ADDRESS_PREFIX_FORMAT, "Address prefix " + text
                    + " of resource " + owner + " is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.");
        }).toList();
    }

    /** What a network's address space may be. */
    static void checkNetwork(List<Prefix> prefixes, String owner) {
        for (Prefix prefix : prefixes) {
            FORBIDDEN.stream().filter(prefix::overlaps).findFirst().ifPresent(forbidden -> {
                throw notAllowed("Address prefix " + prefix + " of resource " + owner + " overlaps " + forbidden
                        + ", which networks cannot use. Choose a private range such as 10.0.0.0/16.");
            });
            if (prefix.length() > (prefix.ipv4() ? SMALLEST_IPV4 : IPV6_SUBNET)) {
                throw notAllowed("Address prefix " + prefix + " of resource " + owner + " is too small: at most /" + SMALLEST_IPV4 + " for IPv4 and /"
                        + IPV6_SUBNET + " for IPv6.");
            }
        }
        if (prefixes.stream().noneMatch(Prefix::ipv4)) {
            throw notAllowed("Virtual network " + owner + " needs an IPv4 address prefix; IPv6 prefixes are added to it.");
        }
        overlap(prefixes).ifPresent(pair -> {
            throw new CloudException(NetworkError.ADDRESS_SPACE_OVERLAP, "Address prefixes " + pair.getFirst() + " and " + pair.getLast()
                    + " of virtual network " + owner + " overlap.");
        });
    }

    /** What a subnet's prefixes may be inside its network's. */
    static void checkSubnet(String subnet, List<Prefix> prefixes, String network, List<Prefix> space) {
        for (Prefix prefix : prefixes) {
            if (space.stream().noneMatch(outer -> outer.contains(prefix))) {
                throw invalid(subnet, network, "Its address prefix " + prefix + " is not inside the network's address space.");
            }
            if (prefix.ipv4() && prefix.length() > SMALLEST_IPV4) {
                throw invalid(subnet, network, "An IPv4 subnet has at least 8 addresses (/" + SMALLEST_IPV4 + ").");
            }
            if (!prefix.ipv4() && prefix.length() != IPV6_SUBNET) {
                throw invalid(subnet, network, "The length of an IPv6 subnet's prefix is " + IPV6_SUBNET + ".");
            }
        }
        if (prefixes.stream().filter(Prefix::ipv4).count() != 1 || prefixes.size() > 2) {
            throw invalid(subnet, network, "A subnet has one IPv4 prefix and, if wanted, one IPv6 prefix.");
        }
    }

    private static Optional<List<Prefix>> overlap(List<Prefix> prefixes) {
        List<Prefix> seen = new ArrayList<>();
        for (Prefix prefix : prefixes) {
            for (Prefix other : seen) {
                if (other.overlaps(prefix)) {
                    return Optional.of(List.of(other, prefix));
                }
            }
            seen.add(prefix);
        }
        return Optional.empty();
    }

    private static CloudException notAllowed(String message) {
        return new CloudException(NetworkError.ADDRESS_PREFIX_NOT_ALLOWED, message);
    }

    private static CloudException invalid(String subnet, String network, String why) {
        return new CloudException(NetworkError.INVALID_SUBNET, "Subnet '" + subnet + "' is not valid in virtual network '" + network + "'. " + why);
    }
}
