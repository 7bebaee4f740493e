package woad.storage.queue;

import static woad.storage.access.StorageAction.*;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import woad.platform.web.Endpoint;
import woad.platform.web.Method;
import woad.platform.web.PathPattern;
import woad.platform.web.WebRequest;
import woad.platform.web.WebResponse;
import woad.storage.StorageError;
import woad.storage.account.AccountHosts;
import woad.storage.wire.HttpDates;
import woad.storage.wire.QueryNumbers;
import woad.storage.wire.XmlElement;
import woad.storage.wire.XmlWriter;

/** The operations on messages. Source: "Operations on messages" in the Queue Storage REST reference. */
final class MessageEndpoints {
    /** Most bytes of a message's text. */
    static final int TEXT_LIMIT = 64 << 10;
    /** A character of the text may take six bytes in the document that brings it. */
    private static final int DOCUMENT_LIMIT = 6 * TEXT_LIMIT + 1024;
    private static final int LONGEST_INVISIBLE = (int) Duration.ofDays(7).toSeconds();
    private static final int USUAL_INVISIBLE = 30;
    private static final Duration USUAL_LIFETIME = Duration.ofDays(7);
    private static final int MOST_TAKEN = 32;
    private static final String UNENDING = "-1";

    private final AccountHosts hosts;
    private final MessageStore store;

    MessageEndpoints(AccountHosts hosts, MessageStore store) {
        this.hosts = hosts;
        this.store = store;
    }

    List<Endpoint> endpoints() {
        return List.of(
                new Endpoint("Messages_Put", Method.POST, PathPattern.of("/{queue}/messages"), QueueEndpoints.queue(hosts, PUT_MESSAGE), DOCUMENT_LIMIT, this::put),
                Endpoint.of("Messages_Get", Method.GET, "/{queue}/messages", QueueEndpoints.queue(hosts, GET_MESSAGES), this::take),
                Endpoint.of("Messages_Peek", Method.GET, "/{queue}/messages", QueueEndpoints.queue(hosts, PEEK_MESSAGES), this::peek).whenQuery("peekonly", "true"),
                Endpoint.of("Messages_Clear", Method.DELETE, "/{queue}/messages", QueueEndpoints.queue(hosts, CLEAR_MESSAGES), this::clear),
                Endpoint.of("Message_Delete", Method.DELETE, "/{queue}/messages/{id}", QueueEndpoints.queue(hosts, DELETE_MESSAGE), this::delete),
                new Endpoint("Message_Update", Method.PUT, PathPattern.of("/{queue}/messages/{id}"), QueueEndpoints.queue(hosts, UPDATE_MESSAGE), DOCUMENT_LIMIT, this::update));
    }

    private WebResponse put(WebRequest request) {
        String text = text(request);
        Duration lifetime = lifetime(request);
        int invisible = QueryNumbers.read(request, "visibilitytimeout", 0, 0, LONGEST_INVISIBLE);
        if (lifetime != null && invisible >= lifetime.toSeconds()) {
            throw StorageError.invalidQuery("visibilitytimeout", Integer.toString(invisible), "messagettl must be greater than visibilitytimeout.");
        }
        Message put = store.put(hosts.account(request), QueueEndpoints.name(request), text, Duration.ofSeconds(invisible), lifetime);
        XmlWriter xml = new XmlWriter("QueueMessagesList").start("QueueMessage");
        times(xml, put);
        WebResponse answer = receipt(xml, put).answer();
        return new WebResponse(201, answer.headers(), answer.contentType(), answer.body());
    }

    private WebResponse take(WebRequest request) {
        int invisible = QueryNumbers.read(request, "visibilitytimeout", USUAL_INVISIBLE, 1, LONGEST_INVISIBLE);
        XmlWriter xml = new XmlWriter("QueueMessagesList");
        for (Message message : store.take(hosts.account(request), QueueEndpoints.name(request), count(request), Duration.ofSeconds(invisible))) {
            times(xml.start("QueueMessage"), message);
            receipt(xml, message).element("DequeueCount", message.dequeued()).element("MessageText", message.text()).end();
        }
        return uncached(xml.answer());
    }

    private WebResponse peek(WebRequest request) {
        XmlWriter xml = new XmlWriter("QueueMessagesList");
        for (Message message : store.peek(hosts.account(request), QueueEndpoints.name(request), count(request))) {
            times(xml.start("QueueMessage"), message);
            xml.element("DequeueCount", message.dequeued()).element("MessageText", message.text()).end();
        }
        return uncached(xml.answer());
    }

    private WebResponse clear(WebRequest request) {
        store.clear(hosts.account(request), QueueEndpoints.name(request));
        return WebResponse.empty(204);
    }

    private WebResponse delete(WebRequest request) {
        store.delete(hosts.account(request), QueueEndpoints.name(request), MessageId.parse(request.pathValue("id")), popReceipt(request));
        return WebResponse.empty(204);
    }

    private WebResponse update(WebRequest request) {
        if (request.queryValue("visibilitytimeout").isEmpty()) {
            throw StorageError.missingQuery("visibilitytimeout");
        }
        int invisible = QueryNumbers.read(request, "visibilitytimeout", 0, 0, LONGEST_INVISIBLE);
        Message updated = store.update(hosts.account(request), QueueEndpoints.name(request), MessageId.parse(request.pathValue("id")), popReceipt(request),
                request.body().length == 0 ? null : text(request), Duration.ofSeconds(invisible));
        return WebResponse.empty(204).header("x-ms-popreceipt", updated.receipt().toString()).header("x-ms-time-next-visible", HttpDates.format(updated.visibleAt()));
    }

    private static String text(WebRequest request) {
        String text = XmlElement.parse(request.body(), "QueueMessage").child("MessageText").orElseThrow(StorageError.MISSING_REQUIRED_XML_NODE::refusal).text();
        if (text.getBytes(StandardCharsets.UTF_8).length > TEXT_LIMIT) {
            throw StorageError.REQUEST_BODY_TOO_LARGE.refusal(StorageError.fact("MaxLimit", Integer.toString(TEXT_LIMIT)));
        }
        return text;
    }

    /** Null for no end. */
    private static Duration lifetime(WebRequest request) {
        return request.queryValue("messagettl").filter(UNENDING::equals).isPresent() ? null
                : Duration.ofSeconds(QueryNumbers.read(request, "messagettl", (int) USUAL_LIFETIME.toSeconds(), 1, Integer.MAX_VALUE));
    }

    private static int count(WebRequest request) {
        return QueryNumbers.read(request, "numofmessages", 1, 1, MOST_TAKEN);
    }

    private static PopReceipt popReceipt(WebRequest request) {
        return PopReceipt.parse(request.queryValue("popreceipt").orElseThrow(() -> StorageError.missingQuery("popreceipt")));
    }

    private static void times(XmlWriter xml, Message message) {
        xml.element("MessageId", message.id()).element("InsertionTime", HttpDates.format(message.insertedAt())).element("ExpirationTime", HttpDates.format(message.expiresAt()));
    }

    private static XmlWriter receipt(XmlWriter xml, Message message) {
        return xml.element("PopReceipt", message.receipt()).element("TimeNextVisible", HttpDates.format(message.visibleAt()));
    }

    private static WebResponse uncached(WebResponse answer) {
        return answer.header("Cache-Control", "no-cache");
    }
}
