package woad.identity.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import woad.identity.directory.DirectoryError;
import woad.identity.directory.DirectoryObject;
import woad.identity.directory.Secrets;
import woad.platform.core.CloudException;
import woad.platform.core.Guid;
import woad.platform.store.Database;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** {@code addPassword} and {@code removePassword} of applications and service principals. The text is told once, in the answer. */
final class PasswordEndpoints {
    private static final Shape.Structure CREDENTIAL = new Shape.Structure(Map.of("displayName", new Shape.Text(256), "startDateTime", new Shape.Time(),
            "endDateTime", new Shape.Time(), "customKeyIdentifier", Shape.TEXT, "keyId", Shape.TEXT, "hint", Shape.TEXT, "secretText", Shape.TEXT));
    private static final Shape.Structure ADD = new Shape.Structure(Map.of("passwordCredential", CREDENTIAL));
    private static final Shape.Structure REMOVE = new Shape.Structure(Map.of("keyId", new Shape.Identifier()));

    private final Database database;
    private final GraphView view;
    private final Secrets secrets;
    private final InstantSource clock;

    PasswordEndpoints(Database database, GraphView view, Secrets secrets, InstantSource clock) {
        this.database = database;
        this.view = view;
        this.secrets = secrets;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>();
        for (GraphType type : List.of(GraphType.APPLICATION, GraphType.SERVICE_PRINCIPAL)) {
            String path = "/v1.0/" + type.collection() + "/{id}/";
            endpoints.add(Endpoint.withBody(type.collection() + "_AddPassword", Method.POST, path + "addPassword",
                    ObjectEndpoints.permission(GraphAction.APPLICATIONS_UPDATE), request -> add(request, type)));
            endpoints.add(Endpoint.withBody(type.collection() + "_RemovePassword", Method.POST, path + "removePassword",
                    ObjectEndpoints.permission(GraphAction.APPLICATIONS_UPDATE), request -> remove(request, type)));
        }
        return endpoints;
    }

    private WebResponse add(WebRequest request, GraphType type) {
        QueryOptions.allow(request, Set.of());
        JsonNode credential = Body.ofAction(request, ADD).path("passwordCredential");
        for (String name : List.of("keyId", "hint", "secretText")) {
            if (credential.hasNonNull(name)) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "The " + name + " of a password credential is made by the directory and cannot be set.");
            }
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant starts = time(credential, "startDateTime", now);
        Instant ends = time(credential, "endDateTime", starts.plus(Secrets.DEFAULT_LIFE));
        return database.transaction(handle -> {
            DirectoryObject object = Objects.lock(handle, request.caller().tenant(), type.kind(), request.pathValue("id"));
            Secrets.Made made = secrets.add(handle, object.id().value(), credential.path("displayName").textValue(), starts, ends);
            ObjectNode body = GraphView.credential(made.shown()).put("secretText", made.text());
            return WebResponse.ok(body.put("@odata.context", view.context("microsoft.graph.passwordCredential")));
        });
    }

    private static Instant time(JsonNode credential, String name, Instant otherwise) {
        return credential.hasNonNull(name) ? OffsetDateTime.parse(credential.path(name).textValue()).toInstant().truncatedTo(ChronoUnit.MICROS) : otherwise;
    }

    private WebResponse remove(WebRequest request, GraphType type) {
        QueryOptions.allow(request, Set.of());
        JsonNode keyId = Body.ofAction(request, REMOVE).path("keyId");
        if (!keyId.isTextual()) {
            throw new CloudException(DirectoryError.BAD_REQUEST, "A value is required for property 'keyId'.");
        }
        return database.transaction(handle -> {
            DirectoryObject object = Objects.lock(handle, request.caller().tenant(), type.kind(), request.pathValue("id"));
            if (!Secrets.remove(handle, object.id().value(), Guid.parse(keyId.textValue()))) {
                throw new CloudException(DirectoryError.BAD_REQUEST, "No password credential found with keyId '" + keyId.textValue() + "'.");
            }
            return WebResponse.empty(204);
        });
    }
}
