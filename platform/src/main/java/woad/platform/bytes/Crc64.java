package woad.platform.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.Checksum;

/**
 * The CRC-64 of Azure Storage's {@code x-ms-content-crc64} and of NVMe: polynomial 0x9A6C9329AC4BC9B5 (bits reflected), initial
 * and final value all ones. On the wire Azure writes {@link #getValue} as 8 bytes, the least significant first, in base64.
 * Source: NVM Command Set Specification, "64b CRC"; CRC-64/NVME of the CRC catalogue.
 */
public final class Crc64 implements Checksum {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final int SLICES = 16;
    /** {@code TABLES[n * 256 + b]}: what byte {@code b} contributes when {@code n} more bytes follow it in the same step. */
    private static final long[] TABLES = tables();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** The polynomial 1, since bits are reflected. */
    private static final long ONE = Long.MIN_VALUE;

    private long state = ~0L;

    @Override
    public void update(int b) {
        state = TABLES[(int) (state ^ b) & 0xff] ^ state >>> 8;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long crc = state;
        int at = offset;
        int end = offset + length;
        for (; end - at >= SLICES; at += SLICES) {
            crc = contribution(crc ^ (long) LONGS.get(bytes, at), 8) ^ contribution((long) LONGS.get(bytes, at + 8), 0);
        }
        for (; at < end; at++) {
            crc = TABLES[(int) (crc ^ bytes[at]) & 0xff] ^ crc >>> 8;
        }
        state = crc;
    }

    /** What 8 bytes, the first one lowest, contribute when so many more bytes follow them in the same step. */
    private static long contribution(long word, int following) {
        int table = following * 256;
        return TABLES[table + 7 * 256 + ((int) word & 0xff)] ^ TABLES[table + 6 * 256 + ((int) (word >>> 8) & 0xff)]
                ^ TABLES[table + 5 * 256 + ((int) (word >>> 16) & 0xff)] ^ TABLES[table + 4 * 256 + ((int) (word >>> 24) & 0xff)]
                ^ TABLES[table + 3 * 256 + ((int) (word >>> 32) & 0xff)] ^ TABLES[table + 2 * 256 + ((int) (word >>> 40) & 0xff)]
                ^ TABLES[table + 256 + ((int) (word >>> 48) & 0xff)] ^ TABLES[table + (int) (word >>> 56)];
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = ~0L;
    }

    /**
     * The checksum of two runs of bytes in a row from the checksum of each.
     *
     * @param secondLength the number of bytes of the second
     */
    public static long combine(long first, long second, long secondLength) {
        if (secondLength < 0) {
            throw new IllegalArgumentException("no negative length: " + secondLength);
        }
        long shift = ONE;
        // x to the power of 8, squared again and again: the shift by 1, 2, 4, … bytes.
        long power = ONE >>> 8;
        for (long rest = secondLength; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                shift = multiply(shift, power);
            }
            power = multiply(power, power);
        }
        return multiply(shift, first) ^ second;
    }

    /** The product of two polynomials modulo the checksum's. */
    private static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long bits = a; bits != 0; bits <<= 1) {
            if (bits < 0) {
                product ^= factor;
            }
            factor = step(factor);
        }
        return product;
    }

    private static long step(long value) {
        return value >>> 1 ^ ((value & 1) == 0 ? 0 : POLYNOMIAL);
    }

    private static long[] tables() {
        long[] tables = new long[SLICES * 256];
        for (int b = 0; b < 256; b++) {
            long value = b;
            for (int bit = 0; bit < 8; bit++) {
                value = step(value);
            }
            tables[b] = value;
        }
        for (int i = 256; i < tables.length; i++) {
            long before = tables[i - 256];
            tables[i] = tables[(int) before & 0xff] ^ before >>> 8;
        }
        return tables;
    }
}
