package woad.storage.table;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** The value of a property, with its type. Source: "Understanding the Table service data model", property types. */
public sealed interface EdmValue {

    /** Bytes that it counts for in the size of its entity. */
    int size();

    /** {@code Edm.String}. */
    record Text(String value) implements EdmValue {
        @Override
        public int size() {
            return 2 * value.length() + 4;
        }
    }

    /** {@code Edm.Int32}. */
    record Int32(int value) implements EdmValue {
        @Override
        public int size() {
            return Integer.BYTES;
        }
    }

    /** {@code Edm.Int64}. */
    record Int64(long value) implements EdmValue {
        @Override
        public int size() {
            return Long.BYTES;
        }
    }

    /** {@code Edm.Double}. */
    record Double(double value) implements EdmValue {
        @Override
        public int size() {
            return java.lang.Double.BYTES;
        }
    }

    /** {@code Edm.Boolean}. */
    record Bool(boolean value) implements EdmValue {
        @Override
        public int size() {
            return 1;
        }
    }

    /** {@code Edm.DateTime}, in units of 100 nanoseconds. */
    record DateTime(Instant value) implements EdmValue {
        @Override
        public int size() {
            return 8;
        }
    }

    /** {@code Edm.Guid}. */
    record Guid(UUID value) implements EdmValue {
        @Override
        public int size() {
            return 16;
        }
    }

    /** {@code Edm.Binary}. */
    record Binary(byte[] value) implements EdmValue {
        @Override
        public int size() {
            return value.length + 4;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(value, binary.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }
    }
}
