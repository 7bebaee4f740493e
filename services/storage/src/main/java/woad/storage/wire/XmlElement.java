package woad.storage.wire;

import static woad.storage.StorageError.INVALID_XML_DOCUMENT;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import woad.platform.core.CloudException;

/**
 * An element of a request's XML: what it holds, without attributes and namespaces, which no request of the storage services has.
 *
 * @param text all character data directly in it
 */
public record XmlElement(String name, String text, List<XmlElement> children) {
    private static final int DEEPEST = 16;
    private static final XMLInputFactory FACTORY = factory();

    public XmlElement {
        children = List.copyOf(children);
    }

    /**
     * The root of a document. Document types and entities of its own are refused.
     *
     * @throws CloudException {@code InvalidXmlDocument} where it is not well-formed or has another root
     */
    public static XmlElement parse(byte[] document, String root) {
        try {
            XMLStreamReader reader;
            synchronized (FACTORY) {
                reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
            }
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                if (reader.getEventType() == XMLStreamConstants.DTD) {
                    throw INVALID_XML_DOCUMENT.refusal();
                }
            }
            XmlElement found = element(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            if (!found.name().equals(root)) {
                throw INVALID_XML_DOCUMENT.refusal();
            }
            return found;
        } catch (XMLStreamException | RuntimeException e) {
            throw e instanceof CloudException refusal ? refusal : new CloudException(INVALID_XML_DOCUMENT, INVALID_XML_DOCUMENT.message(), e);
        }
    }

    private static XmlElement element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > DEEPEST) {
            throw INVALID_XML_DOCUMENT.refusal();
        }
        String name = reader.getLocalName();
        StringBuilder text = new StringBuilder();
        List<XmlElement> children = new ArrayList<>();
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
                case XMLStreamConstants.END_ELEMENT -> {
                    return new XmlElement(name, text.toString(), children);
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text.append(reader.getText());
                case XMLStreamConstants.COMMENT, XMLStreamConstants.PROCESSING_INSTRUCTION -> { }
                default -> throw INVALID_XML_DOCUMENT.refusal();
            }
        }
    }

    /** The first child of this name. */
    public Optional<XmlElement> child(String wanted) {
        return children.stream().filter(c -> c.name().equals(wanted)).findFirst();
    }

    /** All children of this name. */
    public List<XmlElement> children(String wanted) {
        return children.stream().filter(c -> c.name().equals(wanted)).toList();
    }

    /** The text of the first child of this name, without space around it. */
    public Optional<String> value(String wanted) {
        return child(wanted).map(c -> c.text().strip());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }
}
