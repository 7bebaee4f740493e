package woad.platform.web;

/** What a service adds to every answer of its own, errors too, just before it is sent. */
@FunctionalInterface
public interface Finish {

    /** The answer as it is sent. */
    WebResponse finish(WebRequest request, WebResponse answer);

    /** Answers that no cache may keep, unless they say so themselves: most of a control plane's. */
    Finish PRIVATE = (request, answer) -> answer.headers().stream().anyMatch(h -> h.name().equalsIgnoreCase("Cache-Control"))
            ? answer : answer.header("Cache-Control", "no-store");
}
