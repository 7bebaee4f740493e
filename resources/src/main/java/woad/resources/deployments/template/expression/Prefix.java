package woad.resources.deployments.template.expression;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address prefix.
 *
 * @param network the first address
 * @param length  of the prefix in bits
 * @param bits    of an address: 32 or 128
 */
record Prefix(BigInteger network, int length, int bits) {
    private static final Pattern FORM = Pattern.compile("([0-9.]{7,15}|[0-9a-fA-F:.]{2,45})/(\\d{1,3})");

    /** Host bits are cleared. */
    static Prefix parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a prefix");
        }
        byte[] address = InetAddress.ofLiteral(parts.group(1)).getAddress();
        int bits = parts.group(1).contains(":") ? 128 : address.length * 8;
        int length = Integer.parseInt(parts.group(2));
        if (length > bits || address.length * 8 != bits) {
            throw new IllegalArgumentException("not a prefix");
        }
        int host = bits - length;
        return new Prefix(new BigInteger(1, address).shiftRight(host).shiftLeft(host), length, bits);
    }

    /** The number of addresses. */
    BigInteger size() {
        return BigInteger.ONE.shiftLeft(bits - length);
    }

    /** Whether the first address is the network's own; not so in the smallest prefixes (RFC 3021, RFC 6164). */
    boolean reserves() {
        return bits - length > 1;
    }

    String address(BigInteger offset) {
        return text(network.add(offset));
    }

    String mask() {
        return text(BigInteger.ONE.shiftLeft(length).subtract(BigInteger.ONE).shiftLeft(bits - length));
    }

    private String text(BigInteger value) {
        byte[] bytes = new byte[bits / 8];
        byte[] digits = value.toByteArray();
        int count = Math.min(digits.length, bytes.length);
        System.arraycopy(digits, digits.length - count, bytes, bytes.length - count, count);
        try {
            String plain = InetAddress.getByAddress(bytes).getHostAddress();
            return bits == 32 ? plain : compress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** RFC 5952: lower case, and the longest run of zero groups as {@code ::}. */
    private static String compress(byte[] bytes) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                longest = run;
                start = i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
