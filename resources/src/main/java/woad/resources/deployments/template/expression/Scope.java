package woad.resources.deployments.template.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that an expression can see.
 *
 * @param functions those the template defines, by {@code namespace.name} in lower case
 * @param loops     the running loops, outermost first
 * @param locals    the variables of lambdas
 * @param runtime   empty while the deployment is being planned
 */
public record Scope(Place place, DeploymentContext context, Values parameters, Values variables, Map<String, UserFunction> functions,
                    List<Loop> loops, Map<String, JsonNode> locals, TemplateResources resources, Optional<RuntimeContext> runtime,
                    JsonNode deployment, Budget budget) {

    public Scope at(Place other) {
        return new Scope(other, context, parameters, variables, functions, loops, locals, resources, runtime, deployment, budget);
    }

    public Scope in(Loop loop) {
        List<Loop> all = new ArrayList<>(loops);
        all.add(loop);
        return new Scope(place, context, parameters, variables, functions, List.copyOf(all), locals, resources, runtime, deployment, budget);
    }

    public Scope with(TemplateResources known) {
        return new Scope(place, context, parameters, variables, functions, loops, locals, known, runtime, deployment, budget);
    }

    /** The scope while the deployment runs, with a budget of its own. */
    public Scope running(RuntimeContext running) {
        return new Scope(place, context, parameters, variables, functions, loops, locals, resources, Optional.of(running), deployment, new Budget());
    }

    Scope with(String local, JsonNode value) {
        Map<String, JsonNode> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(locals);
        all.put(local, value);
        return new Scope(place, context, parameters, variables, functions, loops, all, resources, runtime, deployment, budget);
    }

    /** Inside a function of the template: only its own parameters. */
    Scope inside(Values ownParameters) {
        Values none = name -> {
            throw new ExpressionException("The template function 'variables' is not expected at this location: a user-defined function"
                    + " cannot access variables.");
        };
        return new Scope(Place.USER_FUNCTION, context, ownParameters, none, functions, List.of(), Map.of(), resources, runtime, deployment, budget);
    }

    /** Says nothing of the values, which may be secret. */
    @Override
    public String toString() {
        return "Scope[" + place + "]";
    }
}
