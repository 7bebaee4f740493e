package woad.identity.signin;

import java.util.Map;
import woad.identity.tokens.LoginError;
import woad.platform.core.CloudException;
import woad.platform.web.WebResponse;

/** The pages of the sign-in service. Everything that came from outside is escaped here. */
final class Pages {
    private Pages() {}

    /**
     * The form for name and password.
     *
     * @param action      where it posts to
     * @param hidden      fields that go with it, the form token among them
     * @param application to which the person signs in
     * @param error       why the last attempt failed, or null
     */
    static WebResponse password(Texts texts, String action, Map<String, String> hidden, String application, String name, CloudException error, String formTargets) {
        boolean change = error != null && (error.error() == LoginError.PASSWORD_MUST_CHANGE || !(error.error() instanceof LoginError));
        String content = heading(texts.signIn(), texts.toContinue().formatted(application)) + form(action, hidden)
                + field(texts.name(), "login", "text", name, "autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" placeholder=\"" + Html.escape(texts.namePlaceholder()) + "\"")
                + field(texts.password(), "passwd", "password", "", "autocomplete=\"current-password\"")
                + (change ? field(texts.newPassword(), "newpasswd", "password", "", "autocomplete=\"new-password\"") : "")
                + (error == null ? "" : "<p class=\"error\" role=\"alert\">" + Html.escape(message(texts, error)) + "</p>")
                + "<div class=\"buttons\">" + button("password", texts.next(), true, false) + button("cancel", texts.cancel(), false, true) + "</div></form>";
        return Html.page(error == null ? 200 : 400, texts, texts.signIn(), content, formTargets, false);
    }

    /** The account that is signed in already, or another. */
    static WebResponse accounts(Texts texts, String action, Map<String, String> hidden, String application, String name, String formTargets) {
        String content = heading(texts.pickAccount(), texts.toContinue().formatted(application)) + form(action, hidden) + "<div class=\"stack\">"
                + button("session", texts.continueAs().formatted(name), true, false) + button("other", texts.otherAccount(), false, true)
                + button("cancel", texts.cancel(), false, true) + "</div></form>";
        return Html.page(200, texts, texts.pickAccount(), content, formTargets, false);
    }

    /** The form for the code of another device. @param wrong whether the last one was not right */
    static WebResponse deviceCode(Texts texts, Map<String, String> hidden, boolean wrong) {
        String content = heading(texts.deviceTitle(), texts.deviceHint()) + form("/device", hidden)
                + field(texts.code(), "otc", "text", "", "class=\"code\" autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\" maxlength=\"16\"")
                + (wrong ? "<p class=\"error\" role=\"alert\">" + Html.escape(texts.wrongCode()) + "</p>" : "")
                + "<div class=\"buttons\">" + button("code", texts.continueButton(), true, false) + "</div></form>";
        return Html.page(wrong ? 400 : 200, texts, texts.deviceTitle(), content, "", false);
    }

    /** Whether the person really means the other device. */
    static WebResponse deviceConfirm(Texts texts, Map<String, String> hidden, String application, String name, String address) {
        String content = heading(texts.confirmTitle(), texts.confirmQuestion().formatted(application, name))
                + "<p>" + Html.escape(texts.confirmWarning()) + "</p><p class=\"soft\">" + Html.escape(texts.requestedFrom().formatted(address)) + "</p>"
                + form("/device", hidden) + "<div class=\"stack\">" + button("approve", texts.approve(), true, false)
                + button("other", texts.otherAccount(), false, true) + button("deny", texts.cancel(), false, true) + "</div></form>";
        return Html.page(200, texts, texts.confirmTitle(), content, "", false);
    }

    /** A page that only says something. */
    static WebResponse message(int status, Texts texts, String title, String hint) {
        return Html.page(status, texts, title, heading(title, hint), "", false);
    }

    /** Why signing in is not possible, with what the operator needs to find it. */
    static WebResponse problem(int status, Texts texts, String description) {
        return Html.page(status, texts, texts.problem(), "<h1>" + Html.escape(texts.problem()) + "</h1><p class=\"soft\"><code>" + Html.escape(description)
                + "</code></p>", "", false);
    }

    /** A form that hands the answer to the application: by itself where scripts run, else by its button. */
    static WebResponse formPost(Texts texts, String target, Map<String, String> fields, String formTargets) {
        String content = "<h1>" + Html.escape(texts.signIn()) + "</h1>" + form(target, fields) + "<div class=\"buttons\"><button class=\"main\">"
                + Html.escape(texts.continueButton()) + "</button></div></form>";
        return Html.page(200, texts, texts.signIn(), content, formTargets, true);
    }

    private static String message(Texts texts, CloudException error) {
        if (error.error() instanceof LoginError login) {
            return switch (login) {
                case LOCKED -> texts.locked();
                case DISABLED_USER, DISABLED_TENANT -> texts.disabled();
                case PASSWORD_MUST_CHANGE -> texts.mustChange();
                default -> texts.wrongCredentials();
            };
        }
        return texts.weakPassword();
    }

    private static String heading(String title, String below) {
        return "<h1>" + Html.escape(title) + "</h1><p class=\"soft\">" + Html.escape(below) + "</p>";
    }

    private static String form(String action, Map<String, String> hidden) {
        return "<form method=\"post\" action=\"" + Html.escape(action) + "\">" + Html.hidden(hidden);
    }

    private static String field(String label, String name, String type, String value, String attributes) {
        return "<label for=\"" + name + "\">" + Html.escape(label) + "</label><input id=\"" + name + "\" name=\"" + name + "\" type=\"" + type + "\" value=\""
                + Html.escape(value) + "\" required " + attributes + ">";
    }

    private static String button(String choice, String label, boolean main, boolean skipsChecks) {
        return "<button name=\"choice\" value=\"" + choice + "\"" + (main ? " class=\"main\"" : "") + (skipsChecks ? " formnovalidate" : "") + ">"
                + Html.escape(label) + "</button>";
    }
}
