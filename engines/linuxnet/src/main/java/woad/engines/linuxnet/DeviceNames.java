package woad.engines.linuxnet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names of what the fabric makes. Devices' names have 15 characters at most and say by their first letters what they are. */
final class DeviceNames {

    /** The end of a router's link to its host that lies in the router. */
    static final String OUTSIDE = "out";

    private static final Pattern MANAGED = Pattern.compile("(br|vx|gw)[0-9]{1,8}|(up|tap)[0-9a-f]{10}");

    private DeviceNames() {}

    /** True for names of devices in a host's namespace that only the fabric makes, so that it may remove them. */
    static boolean managed(String device) {
        return MANAGED.matcher(device).matches();
    }

    static String bridge(int vni) {
        return "br" + vni;
    }

    static String tunnel(int vni) {
        return "vx" + vni;
    }

    /** The end in the host of a router's leg in a segment. */
    static String gateway(int vni) {
        return "gw" + vni;
    }

    /** The end in the router of its leg in a segment. */
    static String leg(int vni) {
        return "sn" + vni;
    }

    /** The end in the host of a router's link to it. */
    static String routerLink(String networkId) {
        return "up" + digest(networkId).substring(0, 10);
    }

    static String tap(String portId) {
        return "tap" + digest(portId).substring(0, 10);
    }

    /** The namespace of a network's router on a host; starts with {@link #routerPrefix}. */
    static String router(String hostNamespace, String networkId) {
        return routerPrefix(hostNamespace) + networkId;
    }

    /** What the names of all router namespaces of a host start with, and no other's. */
    static String routerPrefix(String hostNamespace) {
        return hostNamespace + ".";
    }

    /** SHA-256 in hexadecimal. */
    static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
