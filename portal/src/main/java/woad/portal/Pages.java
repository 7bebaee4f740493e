package woad.portal;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;
import java.util.Map;
import woad.platform.core.CloudProfile;
import woad.platform.web.WebResponse;

/** Fills the page templates; everything that comes from outside is escaped by them. */
final class Pages {
    private final CloudProfile profile;
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(null, ContentType.Html, null, "woad.portal.pages");

    Pages(CloudProfile profile) {
        this.profile = profile;
    }

    WebResponse overview(Sessions.Session session, List<Overview.SubscriptionView> subscriptions, Language language) {
        return render(200, "overview.jte", Map.of("profile", profile, "reader", session.name(), "subscriptions", subscriptions, "language", language));
    }

    /** @param reason the name of the words that say why */
    WebResponse notSignedIn(int status, String reason, Language language) {
        return secure(render(status, "notSignedIn.jte", Map.of("profile", profile, "reason", reason, "language", language)));
    }

    WebResponse error(int status, String message, Language language) {
        return render(status, "error.jte", Map.of("profile", profile, "message", message, "language", language));
    }

    /** Lets the page load nothing but the portal's own style, and be framed by nobody. Its own forms must send their Origin, which no-referrer would hide. */
    WebResponse secure(WebResponse page) {
        return page.header("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' " + profile.loginUrl()
                + "; frame-ancestors 'none'; base-uri 'none'").header("Referrer-Policy", "same-origin");
    }

    private WebResponse render(int status, String template, Map<String, Object> values) {
        TemplateOutput output = new StringOutput();
        templates.render(template, values, output);
        return WebResponse.html(status, output.toString());
    }
}
