package woad.storage.table;

/** A condition on entities, as {@code $filter} says it. Source: "Querying tables and entities", supported operators. */
public sealed interface Filter {

    /** Both. */
    record And(Filter left, Filter right) implements Filter {}

    /** One of the two, or both. */
    record Or(Filter left, Filter right) implements Filter {}

    /** The opposite. */
    record Not(Filter negated) implements Filter {}

    /** A property compared with a literal. An entity without the property, or with one of another type, does not meet it. */
    record Comparison(String property, Operator operator, EdmValue literal) implements Filter {}

    /** All entities, or none. */
    record Constant(boolean value) implements Filter {}

    /** How a property is compared. */
    enum Operator {
        EQ, NE, GT, GE, LT, LE;

        /** The same comparison with its sides exchanged. */
        Operator mirrored() {
            return switch (this) {
                case EQ, NE -> this;
                case GT -> LT;
                case GE -> LE;
                case LT -> GT;
                case LE -> GE;
            };
        }

        /** Whether it holds for the outcome of {@link Comparable#compareTo}. */
        boolean holds(int order) {
            return switch (this) {
                case EQ -> order == 0;
                case NE -> order != 0;
                case GT -> order > 0;
                case GE -> order >= 0;
                case LT -> order < 0;
                case LE -> order <= 0;
            };
        }
    }

    /** Whether an entity meets it. */
    default boolean matches(Entity entity) {
        return switch (this) {
            case And and -> and.left.matches(entity) && and.right.matches(entity);
            case Or or -> or.left.matches(entity) || or.right.matches(entity);
            case Not not -> !not.negated.matches(entity);
            case Constant constant -> constant.value;
            case Comparison comparison -> EdmOrder.compare(property(entity, comparison.property), comparison.operator, comparison.literal);
        };
    }

    private static EdmValue property(Entity entity, String name) {
        return switch (name) {
            case PropertyJson.PARTITION_KEY -> new EdmValue.Text(entity.key().partition());
            case PropertyJson.ROW_KEY -> new EdmValue.Text(entity.key().row());
            case PropertyJson.TIMESTAMP -> new EdmValue.DateTime(entity.timestamp());
            default -> entity.properties().get(name);
        };
    }
}
