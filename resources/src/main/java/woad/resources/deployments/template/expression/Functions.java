package woad.resources.deployments.template.expression;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The functions of the language: a closed list. Source: Azure Resource Manager's "Template functions". */
final class Functions {
    private static final Map<String, Function> ALL = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** These hand on what is there already. */
    private static final Set<String> HAND_ON = Set.of("parameters", "variables", "lambdavariables", "copyindex", "if", "deployment",
            "environment", "subscription", "resourcegroup", "tenant");

    static {
        for (List<Function> group : List.of(TextFunctions.ALL, UriFunctions.ALL, NumberFunctions.ALL, LogicFunctions.ALL,
                CollectionFunctions.ALL, SetFunctions.ALL, ObjectFunctions.ALL, LambdaFunctions.ALL, ConversionFunctions.ALL,
                DateFunctions.ALL, HashFunctions.ALL, CidrFunctions.ALL, ResourceIdFunctions.ALL, DeploymentFunctions.ALL,
                RuntimeFunctions.ALL)) {
            for (Function function : group) {
                if (ALL.put(function.name(), function) != null) {
                    throw new IllegalStateException("function defined twice: " + function.name());
                }
            }
        }
    }

    private Functions() {}

    static Optional<Function> find(String name) {
        Function function = ALL.get(name);
        return Optional.ofNullable(function == null && RuntimeFunctions.isListAction(name) ? RuntimeFunctions.LIST : function);
    }

    static boolean makesData(Function function) {
        return !HAND_ON.contains(function.name().toLowerCase(Locale.ROOT));
    }
}
