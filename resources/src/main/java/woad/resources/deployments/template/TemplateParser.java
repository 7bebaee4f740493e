package woad.resources.deployments.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import woad.platform.core.CloudException;
import woad.platform.core.Json;
import woad.resources.deployments.template.expression.UserFunction;

/** Reads the form of a template: its sections and their declarations. Source: "Understand the structure and syntax of templates". */
public final class TemplateParser {
    private static final Set<String> SECTIONS = Set.of("$schema", "contentVersion", "apiProfile", "languageVersion", "metadata", "parameters",
            "variables", "functions", "resources", "outputs", "definitions");
    private static final int DEEPEST_CHILD = 8;

    private final ObjectNode source;
    private final Map<String, ObjectNode> definitions = new HashMap<>();

    private TemplateParser(ObjectNode source) {
        this.source = source;
    }

    /** @throws CloudException {@code InvalidTemplate} with the path of what is wrong */
    public static Template parse(JsonNode template) {
        if (!(template instanceof ObjectNode source)) {
            throw TemplateError.invalid("The template must be a JSON object");
        }
        if (Json.bytes(template).length > TemplateLimits.BYTES) {
            throw TemplateError.invalid("The template is larger than the limit of '" + TemplateLimits.BYTES + "' bytes");
        }
        return new TemplateParser(source).parse();
    }

    private Template parse() {
        for (var section : source.properties()) {
            if (!SECTIONS.contains(section.getKey())) {
                throw TemplateError.invalid("Could not find member '" + section.getKey() + "' on object of type 'Template'. Path '"
                        + section.getKey() + "'");
            }
        }
        String schema = text(source, "$schema", "$schema").replaceFirst("#$", "");
        String contentVersion = text(source, "contentVersion", "contentVersion");
        String language = source.has("languageVersion") ? text(source, "languageVersion", "languageVersion") : "1.0";
        if (!language.matches("[12]\\.[0-9]+(-experimental)?")) {
            throw TemplateError.invalid("The language version '" + language + "' is not supported");
        }
        section("definitions").properties().forEach(d -> definitions.put(d.getKey(), object(d.getValue(), "definitions." + d.getKey())));
        JsonNode resources = source.path("resources");
        if (!resources.isArray() && !(resources.isObject() && language.startsWith("2"))) {
            throw TemplateError.invalid("The template must have an array 'resources'; an object with symbolic names needs languageVersion '2.0'");
        }
        ObjectNode variables = section("variables");
        TemplateLimits.check("variables", TemplateLimits.VARIABLES, variables.size());
        unique(variables, "variables");
        return new Template(schema.substring(schema.lastIndexOf('/') + 1), contentVersion, resources.isObject(), parameters(), variables,
                functions(), resources(resources, "resources", 0), outputs(), source);
    }

    private Map<String, Template.Parameter> parameters() {
        ObjectNode section = section("parameters");
        TemplateLimits.check("parameters", TemplateLimits.PARAMETERS, section.size());
        unique(section, "parameters");
        Map<String, Template.Parameter> parameters = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (var member : section.properties()) {
            String path = "parameters." + member.getKey();
            ObjectNode body = object(member.getValue(), path);
            parameters.put(member.getKey(), new Template.Parameter(member.getKey(), ValueSchema.of(body, definitions, path),
                    Optional.ofNullable(body.get("defaultValue"))));
        }
        return parameters;
    }

    private Map<String, Template.Output> outputs() {
        ObjectNode section = section("outputs");
        TemplateLimits.check("outputs", TemplateLimits.OUTPUTS, section.size());
        unique(section, "outputs");
        Map<String, Template.Output> outputs = new java.util.LinkedHashMap<>();
        for (var member : section.properties()) {
            String path = "outputs." + member.getKey();
            ObjectNode body = object(member.getValue(), path);
            if (body.has("value") == body.has("copy")) {
                throw TemplateError.invalid("The output at path '" + path + "' must have either a 'value' or a 'copy'");
            }
            outputs.put(member.getKey(), new Template.Output(member.getKey(), ValueSchema.of(body, definitions, path), body));
        }
        return outputs;
    }

    private Map<String, UserFunction> functions() {
        JsonNode section = source.path("functions");
        if (!section.isMissingNode() && !section.isArray()) {
            throw TemplateError.invalid("The member 'functions' must be an array");
        }
        Map<String, UserFunction> functions = new HashMap<>();
        for (int i = 0; i < section.size(); i++) {
            String path = "functions[" + i + "]";
            ObjectNode group = object(section.get(i), path);
            String namespace = text(group, "namespace", path + ".namespace");
            for (var member : object(group.get("members"), path + ".members").properties()) {
                String memberPath = path + ".members." + member.getKey();
                ObjectNode body = object(member.getValue(), memberPath);
                List<String> names = new ArrayList<>();
                body.path("parameters").forEach(parameter -> names.add(text(object(parameter, memberPath), "name", memberPath + ".parameters")));
                JsonNode value = object(body.get("output"), memberPath + ".output").get("value");
                if (value == null) {
                    throw TemplateError.invalid("The output at path '" + memberPath + "' has no 'value'");
                }
                functions.put((namespace + "." + member.getKey()).toLowerCase(Locale.ROOT), new UserFunction(names, value));
            }
        }
        TemplateLimits.check("functions", TemplateLimits.FUNCTIONS, functions.size());
        return functions;
    }

    private List<Template.Resource> resources(JsonNode section, String path, int depth) {
        if (depth > DEEPEST_CHILD) {
            throw TemplateError.invalid("The resources at path '" + path + "' are nested too deep");
        }
        List<Template.Resource> resources = new ArrayList<>();
        if (section instanceof ObjectNode symbols) {
            unique(symbols, path);
            symbols.properties().forEach(m -> resources.add(resource(m.getKey(), m.getValue(), path + "." + m.getKey(), depth)));
        } else {
            for (int i = 0; i < section.size(); i++) {
                resources.add(resource(null, section.get(i), path + "[" + i + "]", depth));
            }
        }
        TemplateLimits.check("resources", TemplateLimits.RESOURCES, resources.size());
        return resources;
    }

    private Template.Resource resource(String symbol, JsonNode node, String path, int depth) {
        ObjectNode body = object(node, path);
        text(body, "type", path + ".type");
        text(body, "name", path + ".name");
        text(body, "apiVersion", path + ".apiVersion");
        for (String unsupported : List.of("import", "extension")) {
            if (body.has(unsupported)) {
                throw TemplateError.invalid("The resource at path '" + path + "' uses '" + unsupported + "', which is not supported");
            }
        }
        JsonNode children = body.path("resources");
        if (!children.isMissingNode() && !children.isNull() && !children.isArray() && !(children.isObject() && symbol != null)) {
            throw TemplateError.invalid("The member 'resources' at path '" + path + "' must be an array");
        }
        return new Template.Resource(symbol, path, body, children.isContainerNode() ? resources(children, path + ".resources", depth + 1) : List.of());
    }

    private ObjectNode section(String name) {
        JsonNode section = source.get(name);
        return section == null || section.isNull() ? Json.object() : object(section, name);
    }

    private static ObjectNode object(JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw TemplateError.invalid("The value at path '" + path + "' must be an object");
    }

    private static String text(ObjectNode object, String member, String path) {
        JsonNode value = object.path(member);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw TemplateError.invalid("The value at path '" + path + "' must be a string that is not empty");
        }
        return value.textValue();
    }

    private static void unique(ObjectNode section, String path) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        section.fieldNames().forEachRemaining(name -> {
            if (!names.add(name)) {
                throw TemplateError.invalid("The name '" + name + "' is used more than once at path '" + path + "', ignoring letter case");
            }
        });
    }
}
