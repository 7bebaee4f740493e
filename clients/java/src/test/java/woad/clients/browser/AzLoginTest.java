package woad.clients.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static woad.clients.CloudUnderTest.variable;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import woad.clients.CloudUnderTest;

/** {@code az login --use-device-code}, driven to its end: az waits, the person types its code into the page in Chromium, and az is theirs. */
@Timeout(180)
class AzLoginTest {
    private static final CloudUnderTest CLOUD = CloudUnderTest.here();
    private static final Pattern INVITATION = Pattern.compile("open the page (https://\\S+) and enter the code (\\w+)");
    private static Visitor visitor;

    @BeforeAll
    static void open(@TempDir Path home) throws Exception {
        assumeFalse(variable("WOAD_AZ").isEmpty(), "az cannot be installed here");
        visitor = new Visitor(home);
    }

    @AfterAll
    static void close() {
        if (visitor != null) {
            visitor.close();
        }
    }

    @Test
    void signsThePersonIn(@TempDir Path configuration) throws Exception {
        Az az = new Az(configuration);
        try (Az.Running login = az.start("login", "--use-device-code", "--output", "json")) {
            Page page = typeCode(login);
            page.click("button[value=approve]");
            assertThat(page.locator("h1")).hasText("You are signed in");
            assertThat(login.succeeded()).contains(CLOUD.subscriptionId(), variable("WOAD_PERSON"));
        }
        assertThat(az.run("account", "show", "--output", "tsv", "--query", "[id, tenantId, user.name, user.type, environmentName]"))
                .containsSubsequence(CLOUD.subscriptionId(), CLOUD.tenantId(), variable("WOAD_PERSON"), "user", "Woad");
        String group = "device-" + UUID.randomUUID().toString().substring(0, 8);
        az.run("group", "create", "--name", group, "--location", "francecentral");
        try {
            assertThat(az.run("group", "list", "--output", "tsv", "--query", "[].name").lines()).contains(group);
        } finally {
            az.run("group", "delete", "--name", group, "--yes");
        }
        assertThat(az.run("ad", "signed-in-user", "show", "--output", "tsv", "--query", "userPrincipalName").strip()).isEqualTo(variable("WOAD_PERSON"));
        az.run("logout");
        try (Az.Running list = az.start("group", "list")) {
            assertThat(list.refused()).contains("az login");
        }
    }

    @Test
    void signsThePersonInToTheTenantThatTheyName(@TempDir Path configuration) throws Exception {
        Az az = new Az(configuration);
        try (Az.Running login = az.start("login", "--use-device-code", "--tenant", CLOUD.tenantId(), "--output", "json")) {
            typeCode(login).click("button[value=approve]");
            assertThat(login.succeeded()).contains(CLOUD.subscriptionId());
        }
        assertThat(az.run("account", "get-access-token", "--output", "tsv", "--query", "tenant").strip()).isEqualTo(CLOUD.tenantId());
    }

    @Test
    void leavesAzSignedOutWhenThePersonDeclines(@TempDir Path configuration) throws Exception {
        Az az = new Az(configuration);
        try (Az.Running login = az.start("login", "--use-device-code")) {
            typeCode(login).click("button[value=deny]");
            assertThat(login.refused()).contains("User declined the sign-in");
        }
        try (Az.Running show = az.start("account", "show")) {
            assertThat(show.refused()).contains("az login");
        }
    }

    /** Takes the page and the code from what az says, and goes as far as the question whether it is them. */
    private static Page typeCode(Az.Running login) throws Exception {
        Matcher invitation = INVITATION.matcher("");
        while (!invitation.find()) {
            String line = login.line();
            assertThat(line).as("az ended before it showed a code").isNotNull();
            invitation.reset(line);
        }
        Page page = visitor.visit("en-GB");
        page.navigate(invitation.group(1));
        page.fill("input[name=otc]", invitation.group(2));
        page.click("button.main");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        assertThat(page.locator("h1")).hasText("Is it you?");
        return page;
    }
}
