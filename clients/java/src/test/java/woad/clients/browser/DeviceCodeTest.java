package woad.clients.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static woad.clients.CloudUnderTest.variable;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.clients.CloudUnderTest;

/** What {@code az login --use-device-code} does (RFC 8628), with the person in Chromium. */
class DeviceCodeTest {
    private static final CloudUnderTest CLOUD = CloudUnderTest.here();
    private static final String AZ = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    private static Visitor visitor;

    @BeforeAll
    static void open(@TempDir Path home) throws Exception {
        visitor = new Visitor(home);
    }

    @AfterAll
    static void close() {
        visitor.close();
    }

    @Test
    void givesTheDeviceATokenOnceThePersonHasConfirmed() throws Exception {
        String asked = ask();
        assertThat(redeem(asked)).contains("authorization_pending");
        Page page = visitor.visit("en-GB");
        page.navigate(value(asked, "verification_uri"));
        Visitor.picture(page, "device-code");
        page.fill("input[name=otc]", "WRONGCODE");
        page.click("button.main");
        assertThat(page.locator("[role=alert]")).hasText("That code is not right, or it has expired.");
        page.fill("input[name=otc]", value(asked, "user_code"));
        page.click("button.main");
        Visitor.picture(page, "device-sign-in");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        assertThat(page.locator("h1")).hasText("Is it you?");
        assertThat(page.locator("main")).containsText(variable("WOAD_PERSON"));
        Visitor.picture(page, "device-confirm");
        page.click("button[value=approve]");
        assertThat(page.locator("h1")).hasText("You are signed in");
        Visitor.picture(page, "device-done");
        String tokens = redeem(asked);
        assertThat(value(tokens, "token_type")).isEqualTo("Bearer");
        assertThat(value(tokens, "access_token").split("\\.")).hasSize(3);
        assertThat(redeem(asked)).as("a code works once").contains("\"error\"").doesNotContain("access_token");
    }

    @Test
    void givesTheDeviceNothingWhenThePersonDeclines() throws Exception {
        String asked = ask();
        Page page = visitor.visit("fr-FR");
        page.navigate(value(asked, "verification_uri"));
        page.fill("input[name=otc]", value(asked, "user_code"));
        page.click("button.main");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        page.click("button[value=deny]");
        assertThat(page.locator("h1")).hasText("Connexion refusée");
        assertThat(redeem(asked)).contains("authorization_declined").doesNotContain("access_token");
    }

    private static String ask() throws IOException, InterruptedException {
        return post("devicecode", Map.of("client_id", AZ, "scope", CLOUD.url("management") + "//.default offline_access openid profile"));
    }

    private static String redeem(String asked) throws IOException, InterruptedException {
        return post("token", Map.of("client_id", AZ, "grant_type", "urn:ietf:params:oauth:grant-type:device_code", "device_code", value(asked, "device_code")));
    }

    private static String post(String endpoint, Map<String, String> form) throws IOException, InterruptedException {
        String body = form.entrySet().stream().map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(URI.create(CLOUD.url("login") + "/organizations/oauth2/v2.0/" + endpoint))
                    .header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** A text field of a flat JSON object. */
    private static String value(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as("%s in the answer", name).isTrue();
        return found.group(1).replace("\\/", "/");
    }
}
