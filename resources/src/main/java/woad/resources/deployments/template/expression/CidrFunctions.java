package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;

/** Functions on IPv4 and IPv6 prefixes. */
final class CidrFunctions {
    static final List<Function> ALL = List.of(
            Function.of("parseCidr", 1, CidrFunctions::parse),
            Function.of("cidrSubnet", 3, CidrFunctions::subnet),
            Function.of("cidrHost", 2, CidrFunctions::host));

    private CidrFunctions() {}

    private static Prefix prefix(Invocation call) {
        try {
            return Prefix.parse(call.text(0));
        } catch (IllegalArgumentException e) {
            throw call.failure("'" + call.text(0) + "' is not an address prefix in CIDR notation.", e);
        }
    }

    private static JsonNode parse(Invocation call) {
        Prefix prefix = prefix(call);
        ObjectNode result = Nodes.object();
        result.put("network", prefix.address(BigInteger.ZERO)).put("netmask", prefix.mask());
        BigInteger last = prefix.size().subtract(BigInteger.ONE);
        boolean reserves = prefix.reserves();
        if (prefix.bits() == 32) {
            result.put("broadcast", prefix.address(last));
        }
        result.put("firstUsable", prefix.address(reserves ? BigInteger.ONE : BigInteger.ZERO));
        result.put("lastUsable", prefix.address(reserves && prefix.bits() == 32 ? last.subtract(BigInteger.ONE) : last));
        return result.put("cidr", prefix.length());
    }

    private static JsonNode subnet(Invocation call) {
        Prefix prefix = prefix(call);
        int length = call.bounded(1, prefix.length(), prefix.bits());
        BigInteger index = BigInteger.valueOf(call.whole(2));
        if (index.signum() < 0 || index.bitLength() > length - prefix.length()) {
            throw call.failure("there is no subnet '" + index + "' of length '" + length + "' in '" + call.text(0) + "'.");
        }
        return Nodes.text(prefix.address(index.shiftLeft(prefix.bits() - length)) + "/" + length);
    }

    private static JsonNode host(Invocation call) {
        Prefix prefix = prefix(call);
        BigInteger index = BigInteger.valueOf(call.whole(1)).add(prefix.reserves() ? BigInteger.ONE : BigInteger.ZERO);
        BigInteger end = prefix.reserves() && prefix.bits() == 32 ? prefix.size().subtract(BigInteger.ONE) : prefix.size();
        if (call.whole(1) < 0 || index.compareTo(end) >= 0) {
            throw call.failure("there is no host '" + call.whole(1) + "' in '" + call.text(0) + "'.");
        }
        return Nodes.text(prefix.address(index));
    }
}
