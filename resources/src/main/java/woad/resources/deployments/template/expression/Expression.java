package woad.resources.deployments.template.expression;

import java.util.List;

/** A parsed expression of the template language. Source: Azure Resource Manager's "Syntax and expressions in templates". */
public sealed interface Expression {

    /** A string between single quotes. */
    record Text(String value) implements Expression {}

    /** A whole number. */
    record Whole(long value) implements Expression {}

    /**
     * A call of a function.
     *
     * @param namespace of a function that the template defines itself, or null for one of the language
     * @param name      as the template spells it; letter case does not matter
     */
    record Call(String namespace, String name, List<Expression> arguments) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** {@code of.name}. */
    record Property(Expression of, String name) implements Expression {}

    /** {@code of[index]}: an element of an array, or a member of an object by its name. */
    record Index(Expression of, Expression index) implements Expression {}
}
