package woad.identity.signin;

import java.util.Base64;
import java.util.Map;
import woad.identity.directory.Secrets;
import woad.platform.web.WebResponse;

/** The frame of every page: one style, no outside resource, no script but one known by its digest. */
final class Html {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#16202e;--soft:#5b6675;--page:#e9eef4;--card:#fff;--line:#c6cfda;--woad:#24527a;--deep:#193c5b;--bad:#a4262c}
            @media(prefers-color-scheme:dark){:root{--ink:#eef2f7;--soft:#a9b4c2;--page:#10161e;--card:#1a232e;--line:#3a4756;--woad:#6ea3d0;--deep:#8fbbe0;--bad:#ff9a9e}}
            *{box-sizing:border-box}
            body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:24px;background:linear-gradient(150deg,var(--page),var(--page) 60%,var(--line));color:var(--ink);font:16px/1.5 "Segoe UI",system-ui,-apple-system,Roboto,sans-serif}
            main{width:100%;max-width:440px;background:var(--card);padding:40px 44px;border-radius:8px;box-shadow:0 2px 6px rgba(10,25,45,.16),0 12px 32px rgba(10,25,45,.12)}
            .brand{display:flex;align-items:center;gap:10px;font-weight:600;color:var(--woad);margin-bottom:20px}
            h1{font-size:24px;line-height:1.25;margin:0 0 4px;font-weight:600}
            p{margin:0 0 16px;overflow-wrap:anywhere}.soft{color:var(--soft);font-size:14px}
            label{display:block;font-size:14px;margin:16px 0 4px}
            input{width:100%;font:inherit;color:inherit;background:transparent;padding:9px 10px;border:1px solid var(--line);border-radius:4px}
            input.code{letter-spacing:.2em;text-transform:uppercase}
            input:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--woad);outline-offset:2px}
            .error{color:var(--bad);margin:16px 0 0}
            .buttons{display:flex;flex-direction:row-reverse;gap:8px;margin-top:28px}
            .stack{display:grid;gap:10px;margin-top:24px}
            button{font:inherit;padding:8px 20px;border-radius:4px;border:1px solid var(--line);background:transparent;color:inherit;cursor:pointer;overflow-wrap:anywhere}
            button.main{background:var(--woad);border-color:var(--woad);color:var(--card);font-weight:600}
            button.main:hover{background:var(--deep)}
            code{font-size:13px;color:var(--soft);overflow-wrap:anywhere}
            @media(max-width:480px){body{padding:0;align-items:stretch}main{border-radius:0;padding:32px 24px;box-shadow:none}}
            """;
    private static final String LEAF = "<svg width=\"26\" height=\"26\" viewBox=\"0 0 26 26\" aria-hidden=\"true\"><path fill=\"currentColor\" "
            + "d=\"M23 3C11 3 4 8 4 16c0 2 .5 3.600 1.300 4.900L3 23.200 4.800 25l2.300-2.300C8.400 23.500 10 24 12 24 20 24 23 15 23 3z\" opacity=\".9\"/></svg>";
    static final String SUBMIT_SCRIPT = "document.forms[0].submit()";

    private Html() {}

    /** Text for element content and for attribute values in double quotes. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    /** A hidden field. */
    static String hidden(String name, String value) {
        return "<input type=\"hidden\" name=\"" + escape(name) + "\" value=\"" + escape(value) + "\">";
    }

    /** Hidden fields. */
    static String hidden(Map<String, String> fields) {
        StringBuilder html = new StringBuilder();
        fields.forEach((name, value) -> html.append(hidden(name, value)));
        return html.toString();
    }

    /**
     * A whole page.
     *
     * @param formTargets origins, besides our own, that a form or the redirect after it may go to, separated by spaces
     * @param script      whether the page has {@link #SUBMIT_SCRIPT}
     */
    static WebResponse page(int status, Texts texts, String title, String content, String formTargets, boolean script) {
        String page = "<!DOCTYPE html><html lang=\"" + texts.language() + "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>" + escape(title) + "</title><style>"
                + STYLE + "</style></head><body><main><div class=\"brand\">" + LEAF + "<span>Woad</span></div>" + content + "</main>"
                + (script ? "<script>" + SUBMIT_SCRIPT + "</script>" : "") + "</body></html>";
        return WebResponse.html(status, page)
                .header("Content-Security-Policy", "default-src 'none'; style-src " + digest(STYLE) + "; " + (script ? "script-src " + digest(SUBMIT_SCRIPT) + "; " : "")
                        + "form-action 'self'" + (formTargets.isEmpty() ? "" : " " + formTargets) + "; frame-ancestors 'none'; base-uri 'none'")
                .header("X-Frame-Options", "DENY").header("Referrer-Policy", "same-origin").header("Vary", "Accept-Language, Cookie");
    }

    private static String digest(String text) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Secrets.sha256(text)) + "'";
    }
}
