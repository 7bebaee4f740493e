package woad.clients.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static woad.clients.CloudUnderTest.variable;

import com.azure.resourcemanager.network.NetworkManager;
import com.azure.resourcemanager.resources.ResourceManager;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import woad.clients.CloudUnderTest;

/** The sign-in page and the portal in Chromium, without JavaScript. */
class PortalTest {
    private static final CloudUnderTest CLOUD = CloudUnderTest.here();
    private static final String GROUP = "browser-" + UUID.randomUUID().toString().substring(0, 8);
    private static final ResourceManager RESOURCES = ResourceManager.authenticate(CLOUD.credential(), CLOUD.profile()).withSubscription(CLOUD.subscriptionId());
    private static Visitor visitor;

    @BeforeAll
    static void open(@TempDir Path home) throws Exception {
        visitor = new Visitor(home);
        RESOURCES.resourceGroups().define(GROUP).withRegion("francecentral").create();
        NetworkManager.authenticate(CLOUD.credential(), CLOUD.profile()).networks().define("seen").withRegion("francecentral")
                .withExistingResourceGroup(GROUP).withAddressSpace("10.3.0.0/16").create();
    }

    @AfterAll
    static void close() {
        visitor.close();
        RESOURCES.resourceGroups().deleteByName(GROUP);
    }

    @Test
    void showsTheSubscriptionAfterSigningInAndForgetsItAfterSigningOut() {
        Page page = visitor.visit("en-GB");
        page.navigate(CLOUD.url("portal") + "/");
        assertThat(page.url()).startsWith(CLOUD.url("login") + "/");
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        Visitor.picture(page, "sign-in");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        assertThat(page.url()).isEqualTo(CLOUD.url("portal") + "/");
        assertThat(page.locator("header")).containsText(variable("WOAD_PERSON"));
        assertThat(page.locator("dd").first()).hasText(CLOUD.subscriptionId());
        assertThat(page.locator("details", new Page.LocatorOptions().setHasText(GROUP)).locator("tbody tr")).containsText("seen");
        Visitor.picture(page, "portal");
        page.click("header button");
        assertThat(page.locator("h1")).hasText("Sign in");
        assertThat(page.locator("main")).not().containsText(variable("WOAD_PERSON"));
        Visitor.picture(page, "signed-out");
        page.navigate(CLOUD.url("portal") + "/");
        assertThat(page.locator("input[name=passwd]")).isVisible();
    }

    @Test
    void refusesAWrongPasswordWithAMessage() {
        Page page = visitor.visit("en-GB");
        page.navigate(CLOUD.url("portal") + "/");
        Visitor.signIn(page, "not the password");
        assertThat(page.locator("[role=alert]")).hasText("The account or the password is not right.");
        assertThat(page.locator("input[name=login]")).hasValue(variable("WOAD_PERSON"));
        assertThat(page.locator("input[name=passwd]")).hasValue("");
        Visitor.picture(page, "wrong-password");
        page.navigate(CLOUD.url("portal") + "/");
        assertThat(page.url()).startsWith(CLOUD.url("login") + "/");
    }

    @Test
    void offersToSignInAgainWhenSigningInIsCancelled() {
        Page page = visitor.visit("en-GB");
        page.navigate(CLOUD.url("portal") + "/");
        page.click("button[value=cancel]");
        assertThat(page.url()).startsWith(CLOUD.url("portal") + "/");
        assertThat(page.locator("h1")).hasText("You are not signed in");
        assertThat(page.locator("main p").first()).hasText("You cancelled the sign-in.");
        assertThat(page.locator("body")).not().containsText("AADSTS");
        Visitor.picture(page, "cancelled");
        page.click("main a");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        assertThat(page.url()).isEqualTo(CLOUD.url("portal") + "/");
        assertThat(page.locator("header")).containsText(variable("WOAD_PERSON"));
    }

    @Test
    void saysNothingOfASignInThatItDidNotStart() {
        Page page = visitor.visit("fr-FR");
        page.navigate(CLOUD.url("portal") + "/signin-oidc?state=guessed&error=access_denied&error_description=Call+0800+for+help");
        assertThat(page.locator("h1")).hasText("Vous n’êtes pas connecté");
        assertThat(page.locator("body")).not().containsText("0800");
        assertThat(page.locator("main a")).hasText("Se connecter");
    }

    @Test
    void speaksFrenchToThoseWhoAskForIt() {
        Page page = visitor.visit("fr-FR");
        page.navigate(CLOUD.url("portal") + "/");
        assertThat(page.locator("html")).hasAttribute("lang", "fr");
        assertThat(page.locator("h1")).hasText("Connexion");
        Visitor.picture(page, "sign-in-fr");
        Visitor.signIn(page, variable("WOAD_PASSWORD"));
        assertThat(page.locator("html")).hasAttribute("lang", "fr");
        assertThat(page.locator("h1")).hasText("Vue d’ensemble");
        Visitor.picture(page, "portal-fr");
    }
}
