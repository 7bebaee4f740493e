package woad.storage.table;

import java.util.Locale;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/** Whether the answer to a creation shows what was made. Source: "Setting the Prefer header to manage response echo on insert operations". */
enum Preference {
    CONTENT, NO_CONTENT;

    /** What header {@code Prefer} says; content where it says nothing. */
    static Preference of(String prefer) {
        return prefer.toLowerCase(Locale.ROOT).contains("return-no-content") ? NO_CONTENT : CONTENT;
    }

    static Preference of(WebRequest request) {
        return of(request.header("prefer").orElse(""));
    }

    /** The answer, which says what preference it follows, if there is any. */
    static WebResponse applied(WebRequest request, WebResponse answer) {
        return request.header("prefer").isEmpty() ? answer : answer.header("Preference-Applied", of(request).text());
    }

    String text() {
        return this == NO_CONTENT ? "return-no-content" : "return-content";
    }
}
