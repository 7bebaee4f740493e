package woad.storage.table;

import java.util.Arrays;

/** Compares values of one type; values of different types compare in no way. */
final class EdmOrder {
    private EdmOrder() {}

    /** @param value null where there is none: nothing holds for it */
    static boolean compare(EdmValue value, Filter.Operator operator, EdmValue literal) {
        return switch (value) {
            case null -> false;
            case EdmValue.Text a when literal instanceof EdmValue.Text b -> operator.holds(a.value().compareTo(b.value()));
            case EdmValue.Int32 a when literal instanceof EdmValue.Int32 b -> operator.holds(Integer.compare(a.value(), b.value()));
            case EdmValue.Int64 a when literal instanceof EdmValue.Int64 b -> operator.holds(Long.compare(a.value(), b.value()));
            case EdmValue.Double a when literal instanceof EdmValue.Double b -> compare(a.value(), operator, b.value());
            case EdmValue.Bool a when literal instanceof EdmValue.Bool b -> operator.holds(Boolean.compare(a.value(), b.value()));
            case EdmValue.DateTime a when literal instanceof EdmValue.DateTime b -> operator.holds(a.value().compareTo(b.value()));
            case EdmValue.Guid a when literal instanceof EdmValue.Guid b -> operator.holds(a.value().toString().compareTo(b.value().toString()));
            case EdmValue.Binary a when literal instanceof EdmValue.Binary b -> operator.holds(Arrays.compareUnsigned(a.value(), b.value()));
            case EdmValue other -> false;
        };
    }

    /** As IEEE 754 has it: NaN is equal to nothing, and zero to minus zero. */
    private static boolean compare(double a, Filter.Operator operator, double b) {
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return operator == Filter.Operator.NE;
        }
        return operator.holds(a == b ? 0 : Double.compare(a, b));
    }
}
