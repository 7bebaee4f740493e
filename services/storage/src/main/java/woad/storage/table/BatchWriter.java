package woad.storage.table;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import woad.platform.web.WebResponse;

/** Writes the answer to a batch: {@code multipart/mixed} with one change set, or one single answer. */
final class BatchWriter {
    private static final String END = "\r\n";

    private final String batch;
    private final String changeSet;
    private final StringBuilder body = new StringBuilder();

    /** @param id of the request: no text of a client holds it */
    BatchWriter(UUID id) {
        batch = "batchresponse_" + id;
        changeSet = "changesetresponse_" + id;
    }

    /** The answer that holds those to the changes. */
    WebResponse changeSet(List<WebResponse> answers) {
        line("--" + batch).line("Content-Type: multipart/mixed; boundary=" + changeSet).line("");
        for (WebResponse answer : answers) {
            line("--" + changeSet).message(answer);
        }
        return line("--" + changeSet + "--").whole();
    }

    /** The answer that holds the one to a single request. */
    WebResponse single(WebResponse answer) {
        return line("--" + batch).message(answer).whole();
    }

    private WebResponse whole() {
        line("--" + batch + "--");
        return EntityEndpoints.data(new WebResponse(202, List.of(), "multipart/mixed; boundary=" + batch, body.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private BatchWriter message(WebResponse answer) {
        line("Content-Type: application/http").line("Content-Transfer-Encoding: binary").line("");
        line("HTTP/1.1 " + answer.status() + " " + reason(answer.status()));
        answer.headers().forEach(header -> line(header.name() + ": " + header.value()));
        if (answer.contentType() != null) {
            line("Content-Type: " + answer.contentType());
        }
        return line("").line(answer.body() == null ? "" : new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 201 -> "Created";
            case 204 -> "No Content";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            default -> "Error";
        };
    }

    private BatchWriter line(String text) {
        body.append(text).append(END);
        return this;
    }
}
