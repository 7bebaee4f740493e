package woad.identity;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import woad.platform.web.TestClient;
import woad.platform.web.TestClient.Answer;

/** A browser without scripts: keeps cookies, fills the form of the page it is on, presses a button. */
final class Browser {
    private static final Pattern ACTION = Pattern.compile("<form method=\"post\" action=\"([^\"]*)\"");
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    private final TestClient door;
    private final Map<String, String> cookies = new HashMap<>();
    private Answer page;

    Browser(TestClient door) {
        this.door = door;
    }

    Answer open(String url, String... headers) {
        Map<String, String> all = new HashMap<>(Map.of("Cookie", cookieHeader()));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return keep(door.with(all).get(url));
    }

    /** Presses a button of the form on the page. */
    Answer press(String choice, String... fields) {
        Map<String, String> form = hidden();
        form.put("choice", choice);
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        Matcher action = ACTION.matcher(page.text());
        if (!action.find()) {
            throw new AssertionError("no form on: " + page);
        }
        String target = unescape(action.group(1));
        return keep(door.with(Map.of("Cookie", cookieHeader(), "Origin", TestIdentity.LOGIN))
                .postForm(target.startsWith("/") ? TestIdentity.LOGIN + target : target, form));
    }

    Answer signIn(String name, String password) {
        return press("password", "login", name, "passwd", password);
    }

    /** The hidden fields of the page. */
    Map<String, String> hidden() {
        Map<String, String> form = new LinkedHashMap<>();
        HIDDEN.matcher(page.text()).results().forEach(m -> form.put(unescape(m.group(1)), unescape(m.group(2))));
        return form;
    }

    Answer page() {
        return page;
    }

    Map<String, String> cookies() {
        return cookies;
    }

    private String cookieHeader() {
        return cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining("; "));
    }

    private Answer keep(Answer answer) {
        for (String header : answer.headers("set-cookie")) {
            String[] pair = header.split(";")[0].split("=", 2);
            if (header.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        page = answer;
        return answer;
    }

    private static String unescape(String html) {
        return html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }
}
