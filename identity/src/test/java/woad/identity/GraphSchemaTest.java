package woad.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import woad.identity.directory.Directory;
import woad.identity.directory.DirectoryRole;
import woad.platform.core.Guid;
import woad.platform.web.TestClient.Answer;

/** Everything that Graph answers has only properties of the published schema, of the right types. */
class GraphSchemaTest {
    /** Names the published schema (CSDL) of Microsoft Graph v1.0; it is not part of this repository. */
    private static final String VARIABLE = "WOAD_GRAPH_SCHEMA";

    private record Property(String type, boolean nullable) {}

    private final Map<String, Map<String, Property>> types = new HashMap<>();
    private final Map<String, String> bases = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    @Test
    void answersFitThePublishedSchema() throws Exception {
        String schema = System.getenv(VARIABLE);
        assumeTrue(schema != null && Files.isReadable(Path.of(schema)), VARIABLE + " does not name a readable schema file");
        read(Path.of(schema));
        try (TestIdentity identity = new TestIdentity()) {
            Directory.NewApplication admin = identity.directory.createApplication(identity.contoso.id(), "admin");
            identity.directory.assignRole(identity.contoso.id(), admin.servicePrincipal().id(), DirectoryRole.GLOBAL_ADMINISTRATOR);
            Directory.NewUser alice = identity.directory.createUser(identity.contoso.id(), "alice@contoso.woad.test", "Alice");
            String token = identity.token(identity.contoso, admin, "https://graph.woad.test/");
            JsonNode group = send(identity, token, "POST", "/groups", Map.of("displayName", "g", "mailNickname", "g", "mailEnabled", false, "securityEnabled", true));
            send(identity, token, "POST", "/groups/" + group.path("id").asText() + "/members/$ref",
                    Map.of("@odata.id", TestIdentity.GRAPH + "/directoryObjects/" + alice.user().id()));
            JsonNode password = send(identity, token, "POST", "/applications/" + admin.application().id() + "/addPassword", Map.of("passwordCredential", Map.of("displayName", "x")));
            check("passwordCredential", password, "addPassword");
            String allOfUser = "$select=id,displayName,userPrincipalName,givenName,surname,jobTitle,mail,mobilePhone,officeLocation,preferredLanguage,businessPhones,accountEnabled,"
                    + "mailNickname,department,companyName,city,country,usageLocation,employeeId,otherMails,onPremisesImmutableId,userType,createdDateTime";
            check("user", send(identity, token, "GET", "/users/" + alice.user().id() + "?" + allOfUser, null), "users");
            for (Map.Entry<String, String> set : Map.of("users", "user", "groups", "group", "applications", "application", "servicePrincipals", "servicePrincipal",
                    "organization", "organization", "domains", "domain").entrySet()) {
                JsonNode list = send(identity, token, "GET", "/" + set.getKey(), null);
                assertThat(list.path("value")).isNotEmpty();
                list.path("value").forEach(item -> check(set.getValue(), item, set.getKey()));
            }
            send(identity, token, "GET", "/groups/" + group.path("id").asText() + "/members", null).path("value").forEach(item -> check("user", item, "members"));
        }
        assertThat(faults).isEmpty();
    }

    private static JsonNode send(TestIdentity identity, String token, String method, String path, Object body) {
        Answer answer = identity.door.json(method, TestIdentity.GRAPH + path, token, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
        return answer.status() == 204 ? null : answer.json();
    }

    private void read(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        NodeList schemas = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagNameNS("*", "Schema");
        for (int s = 0; s < schemas.getLength(); s++) {
            Element schema = (Element) schemas.item(s);
            if (schema.getAttribute("Namespace").equals("microsoft.graph")) {
                for (String kind : List.of("EntityType", "ComplexType")) {
                    NodeList found = schema.getElementsByTagNameNS("*", kind);
                    for (int i = 0; i < found.getLength(); i++) {
                        read((Element) found.item(i));
                    }
                }
            }
        }
        assertThat(types).containsKeys("user", "group", "application", "servicePrincipal");
    }

    private void read(Element type) {
        Map<String, Property> properties = new HashMap<>();
        NodeList found = type.getElementsByTagNameNS("*", "Property");
        for (int i = 0; i < found.getLength(); i++) {
            Element property = (Element) found.item(i);
            properties.put(property.getAttribute("Name"), new Property(property.getAttribute("Type"), !property.getAttribute("Nullable").equals("false")));
        }
        types.put(type.getAttribute("Name"), properties);
        bases.put(type.getAttribute("Name"), plain(type.getAttribute("BaseType")));
    }

    private static String plain(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private Property property(String type, String name) {
        for (String at = type; at != null && types.containsKey(at); at = bases.get(at)) {
            if (types.get(at).containsKey(name)) {
                return types.get(at).get(name);
            }
        }
        return null;
    }

    private void check(String type, JsonNode object, String where) {
        object.properties().forEach(part -> {
            if (part.getKey().startsWith("@odata.")) {
                return;
            }
            Property property = property(type, part.getKey());
            if (property == null) {
                faults.add(where + ": " + type + " has no property " + part.getKey());
            } else {
                checkValue(property.type(), property.nullable(), part.getValue(), where + "." + part.getKey());
            }
        });
    }

    private void checkValue(String type, boolean nullable, JsonNode value, String where) {
        if (value.isNull()) {
            if (!nullable && type.startsWith("Collection(")) {
                faults.add(where + " must not be null");
            }
            return;
        }
        if (type.startsWith("Collection(")) {
            if (!value.isArray()) {
                faults.add(where + " must be an array");
            }
            value.forEach(item -> checkValue(type.substring("Collection(".length(), type.length() - 1), false, item, where + "[]"));
            return;
        }
        boolean fits = switch (type) {
            case "Edm.String", "Edm.Binary" -> value.isTextual();
            case "Edm.Boolean" -> value.isBoolean();
            case "Edm.Int32" -> value.isInt();
            case "Edm.Guid" -> value.isTextual() && Guid.matches(value.textValue());
            case "Edm.DateTimeOffset" -> value.isTextual() && value.textValue().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,12})?Z");
            default -> value.isObject();
        };
        if (!fits) {
            faults.add(where + " is no " + type + ": " + value);
        } else if (value.isObject()) {
            check(plain(type), value, where);
        }
    }
}
