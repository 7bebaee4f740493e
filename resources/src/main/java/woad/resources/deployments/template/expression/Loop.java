package woad.resources.deployments.template.expression;

/**
 * A running {@code copy}.
 *
 * @param index   of this turn, from 0
 * @param unnamed whether {@code copyIndex()} without a name means this loop, as it does for resources and outputs
 */
public record Loop(String name, long index, boolean unnamed) {}
