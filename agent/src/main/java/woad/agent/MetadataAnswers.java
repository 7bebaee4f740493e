package woad.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import woad.agent.MetadataService.Answer;
import woad.agent.MetadataService.Request;
import woad.agent.NetworkListeners.Guest;
import woad.fleet.spec.MachineSpec;
import woad.fleet.spec.PortSpec;
import woad.platform.core.Json;

/**
 * What the instance metadata service answers. Source: Azure Virtual Machines, "Azure Instance Metadata Service". The guest is known
 * by the network and the source address of its connection, which it cannot forge.
 */
final class MetadataAnswers {
    private static final List<String> VERSIONS = List.of("2017-03-01", "2017-04-02", "2017-08-01", "2017-10-01", "2017-12-01", "2018-02-01", "2018-04-02",
            "2018-10-01", "2019-02-01", "2019-03-11", "2019-04-30", "2019-06-01", "2019-06-04", "2019-08-01", "2019-08-15", "2019-11-01", "2020-06-01",
            "2020-07-15", "2020-09-01", "2020-10-01", "2020-12-01", "2021-01-01", "2021-02-01", "2021-03-01", "2021-05-01", "2021-10-01", "2021-11-01",
            "2021-11-15", "2021-12-13", "2023-07-01", "2023-11-15");
    private static final Pattern VERSION = Pattern.compile("20\\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
    private static final String JSON = "application/json; charset=utf-8";

    private final HostState state;

    MetadataAnswers(HostState state) {
        this.state = state;
    }

    Answer answer(Guest guest, Request request) {
        if (!request.headers().getOrDefault("metadata", "").equalsIgnoreCase("true")) {
            return error(400, "Bad request. Required metadata header not specified");
        }
        if (request.headers().containsKey("x-forwarded-for")) {
            return error(400, "Bad request. X-Forwarded-For header must not be specified");
        }
        if (!request.method().equals("GET")) {
            return error(405, "Method not allowed");
        }
        List<String> path = List.of(request.path().replaceAll("^/+|/+$", "").split("/+"));
        if (!path.getFirst().equalsIgnoreCase("metadata") || path.size() < 2) {
            return error(404, "Not found");
        }
        return switch (path.get(1).toLowerCase(java.util.Locale.ROOT)) {
            case "versions" -> versions();
            case "instance" -> instance(guest, request, path.subList(2, path.size()));
            case "identity" -> identity(request);
            default -> error(404, "Not found");
        };
    }

    /** An error as the service writes it. */
    static Answer error(int status, String message) {
        return new Answer(status, JSON, Json.object().put("error", message).toString());
    }

    private static Answer versions() {
        ObjectNode body = Json.object();
        VERSIONS.forEach(body.putArray("apiVersions")::add);
        return new Answer(200, JSON, body.toString());
    }

    private static Optional<Answer> versionFault(Request request) {
        if (VERSION.matcher(request.query().getOrDefault("api-version", "")).matches()) {
            return Optional.empty();
        }
        ObjectNode body = Json.object().put("error", "Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds");
        VERSIONS.reversed().subList(0, 3).forEach(body.putArray("newest-versions")::add);
        return Optional.of(new Answer(400, JSON, body.toString()));
    }

    /** As Azure answers for a machine that has no identity. */
    private static Answer identity(Request request) {
        return versionFault(request).orElseGet(() -> new Answer(400, JSON,
                Json.object().put("error", "invalid_request").put("error_description", "Identity not found").toString()));
    }

    private Answer instance(Guest guest, Request request, List<String> path) {
        Optional<Answer> fault = versionFault(request);
        if (fault.isPresent()) {
            return fault.get();
        }
        JsonNode node = document(guest).orElse(null);
        if (node == null) {
            return error(404, "Not found");
        }
        for (String part : path) {
            node = part.isEmpty() ? node : child(node, part);
            if (node == null) {
                return error(404, "Not found");
            }
        }
        boolean text = request.query().getOrDefault("format", "json").equalsIgnoreCase("text");
        if (node.isContainerNode()) {
            return text ? new Answer(200, "text/plain; charset=utf-8", listing(node)) : new Answer(200, JSON, node.toString());
        }
        return text ? new Answer(200, "text/plain; charset=utf-8", node.asText())
                : error(400, "Bad request. A single value is given as text only: add format=text");
    }

    private static JsonNode child(JsonNode node, String name) {
        if (node.isArray()) {
            return name.matches("\\d{1,4}") ? node.get(Integer.parseInt(name)) : null;
        }
        return node.properties().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name)).map(java.util.Map.Entry::getValue).findFirst().orElse(null);
    }

    private static String listing(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                names.add(i + "/");
            }
        } else {
            node.properties().forEach(entry -> names.add(entry.getKey() + (entry.getValue().isContainerNode() ? "/" : "")));
        }
        return String.join("\n", names);
    }

    private Optional<JsonNode> document(Guest guest) {
        return state.spec().ports().stream().filter(port -> port.networkId().equals(guest.networkId()))
                .filter(port -> port.addresses().stream().map(PortSpec.Address::privateAddress).anyMatch(guest.address()::equals))
                .findFirst().flatMap(port -> state.desiredMachine(port.machineId())).map(this::document);
    }

    private JsonNode document(MachineSpec machine) {
        return MetadataDocument.of(machine, state.spec());
    }
}
