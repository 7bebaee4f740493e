package woad.portal;

import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import woad.platform.web.WebRequest;

/** The words of a page in its reader's language, French or English. */
public record Language(Locale locale, ResourceBundle words) {
    private static final List<Locale> OFFERED = List.of(Locale.ENGLISH, Locale.FRENCH);

    static Language of(WebRequest request) {
        Locale locale = Locale.ENGLISH;
        try {
            Locale wanted = Locale.lookup(Locale.LanguageRange.parse(request.header("accept-language").orElse("en")), OFFERED);
            locale = wanted == null ? Locale.ENGLISH : wanted;
        } catch (IllegalArgumentException malformed) {
            locale = Locale.ENGLISH;
        }
        return new Language(locale, ResourceBundle.getBundle("woad.portal.words", locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** The words for a name. @throws MissingResourceException where a page asks for words that are not there */
    public String say(String name) {
        return words.getString(name);
    }

    /** {@code en} or {@code fr}. */
    public String tag() {
        return locale.getLanguage();
    }
}
