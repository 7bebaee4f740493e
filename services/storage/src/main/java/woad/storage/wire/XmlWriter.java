package woad.storage.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import woad.platform.web.WebResponse;

/** Writes the XML of an answer; text may hold any characters. */
public final class XmlWriter {
    private final StringBuilder text = new StringBuilder(1024).append("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    private final Deque<String> open = new ArrayDeque<>();

    /** A document with this root. */
    public XmlWriter(String root) {
        start(root);
    }

    /** A document with this root and its attributes. */
    public XmlWriter(String root, Map<String, String> attributes) {
        start(root, attributes);
    }

    /** Opens an element. */
    public XmlWriter start(String name) {
        return start(name, Map.of());
    }

    /** Opens an element with attributes. */
    public XmlWriter start(String name, Map<String, String> attributes) {
        text.append('<').append(name);
        attributes.forEach((attribute, value) -> text.append(' ').append(attribute).append("=\"").append(XmlText.escape(value)).append('"'));
        text.append('>');
        open.push(name);
        return this;
    }

    /** Closes the element opened last. */
    public XmlWriter end() {
        text.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element that holds text; left out where the value is null. */
    public XmlWriter element(String name, Object value) {
        return element(name, Map.of(), value);
    }

    /** An element with attributes that holds text; left out where the value is null. */
    public XmlWriter element(String name, Map<String, String> attributes, Object value) {
        if (value != null) {
            start(name, attributes);
            text.append(XmlText.escape(value.toString()));
            end();
        }
        return this;
    }

    /** The answer 200 with the document, all its elements closed. */
    public WebResponse answer() {
        while (!open.isEmpty()) {
            end();
        }
        return new WebResponse(200, java.util.List.of(), "application/xml", text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
