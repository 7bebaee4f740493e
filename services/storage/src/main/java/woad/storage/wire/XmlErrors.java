package woad.storage.wire;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import woad.platform.core.CloudException;
import woad.platform.web.ErrorFormat;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;

/**
 * The errors of blobs and queues: {@code <Error><Code/><Message/>…</Error>}, where each detail of the refusal is an element of its
 * own after the message. Source: "Status and error codes" in the Azure Storage REST reference.
 */
public final class XmlErrors implements ErrorFormat {
    private final InstantSource clock;

    public XmlErrors(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public WebResponse render(CloudException refusal, WebRequest request) {
        WireError error = WireError.of(refusal, request, clock.instant());
        StringBuilder body = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><Error>");
        element(body, "Code", error.code());
        element(body, "Message", error.message());
        refusal.details().forEach(detail -> element(body, detail.code(), detail.message()));
        body.append("</Error>");
        return error.answer(request, "application/xml", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void element(StringBuilder body, String name, String text) {
        body.append('<').append(name).append('>').append(XmlText.escape(text)).append("</").append(name).append('>');
    }
}
