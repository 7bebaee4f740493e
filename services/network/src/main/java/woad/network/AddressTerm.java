package woad.network;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import woad.platform.core.CloudException;

/** What a security rule may name as source or destination. Source: "Virtual network service tags"; this cloud has three of them. */
sealed interface AddressTerm {
    /** The address of the platform inside every network, from which its health probes would come. */
    String PLATFORM = "168.63.129.16/32";

    /** Everything. */
    record Any() implements AddressTerm {}

    /** The virtual network's own prefixes. */
    record VirtualNetwork() implements AddressTerm {}

    /** Everything outside the virtual network. */
    record Internet() implements AddressTerm {}

    /** The platform's health probes. */
    record LoadBalancer() implements AddressTerm {}

    /** A prefix; one address is a prefix of full length. */
    record Range(Prefix prefix) implements AddressTerm {}

    /** @throws CloudException {@code SecurityRuleInvalidAddressPrefix} */
    static AddressTerm read(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "*", "any" -> new Any();
            case "virtualnetwork" -> new VirtualNetwork();
            case "internet" -> new Internet();
            case "azureloadbalancer" -> new LoadBalancer();
            default -> new Range(prefix(text));
        };
    }

    private static Prefix prefix(String text) {
        var address = Prefix.address(text).map(host -> new Prefix(host.toPrefixBlock(host.getBitCount())));
        return address.orElseGet(() -> switch (Prefix.read(text)) {
            case Prefix.Reading.Good good -> good.prefix();
            case Prefix.Reading.Askew askew -> throw refuse(text, "For this length the prefix is " + askew.meant() + ".");
            case Prefix.Reading.Malformed _ -> throw refuse(text,
                    "It should be an address, a prefix in CIDR notation, '*', or one of the service tags VirtualNetwork, Internet and AzureLoadBalancer.");
        });
    }

    private static CloudException refuse(String text, String hint) {
        return new CloudException(NetworkError.RULE_ADDRESS_PREFIX, "Security rule has invalid Address prefix. Value provided: " + text + ". " + hint);
    }

    /** The prefixes meant in a network with these prefixes; empty means any. */
    default List<Prefix> in(List<Prefix> network) {
        return switch (this) {
            case Any _ -> List.of();
            case VirtualNetwork _ -> network;
            case Internet _ -> Stream.of("0.0.0.0/0", "::/0").flatMap(all -> Prefix.of(all).without(network).stream()).toList();
            case LoadBalancer _ -> List.of(Prefix.of(PLATFORM));
            case Range range -> List.of(range.prefix());
        };
    }
}
