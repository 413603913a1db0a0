package org.hotcut.sip.notifier;

import java.util.LinkedHashMap;
import java.util.Map;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;

/** Presence documents (RFC 3863): what is taken, and how one is copied into another. */
final class Pidf {
    static final String NAMESPACE = "urn:ietf:params:xml:ns:pidf";
    private static final int DEEPEST = 30;
    /** Characters of namespaces that copying may repeat: of a short document with many of them and many elements it could make megabytes. */
    private static final int MOST_REPEATED = 16_384;

    private Pidf() { }

    /** Returns what is wrong with a document, or null. */
    static String fault(byte[] document) {
        try {
            XMLStreamReader in = Xml.read(document);
            boolean root = true;
            int depth = 0;
            int inherited = 0;
            int repeated = 0;
            while (in.hasNext()) {
                int event = in.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    return "The document has entities";
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (root && !(in.getLocalName().equals("presence") && NAMESPACE.equals(in.getNamespaceURI()))) {
                        return "The document is no presence";
                    }
                    inherited = root ? length(in) : inherited;
                    root = false;
                    if (++depth > DEEPEST) {
                        return "The document is too deep";
                    }
                    repeated += depth == 2 ? inherited : 0;
                    if (repeated > MOST_REPEATED) {
                        return "The document has too many namespaces for so many elements";
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
            return root ? "The document is empty" : null;
        } catch (XMLStreamException | RuntimeException e) {
            return "The document is no XML";
        }
    }

    /**
     * Copies what is in a document below its root. Each of its elements declares all the namespaces that the root had, so that it means the same elsewhere.
     *
     * @param mark put before the ids of the elements, which must be unique in the document they go to
     */
    static void copy(byte[] document, String mark, XMLStreamWriter out) throws XMLStreamException {
        XMLStreamReader in = Xml.read(document);
        Map<String, String> roots = new LinkedHashMap<>(Map.of("", ""));
        int depth = 0;
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (depth == 0) {
                        namespaces(in, roots);
                    } else {
                        start(in, depth == 1 ? roots : Map.of(), depth == 1 ? mark : "", out);
                    }
                    depth++;
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (--depth > 0) {
                        out.writeEndElement();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (depth > 1) {
                        out.writeCharacters(in.getText());
                    }
                }
                default -> { }
            }
        }
    }

    private static int length(XMLStreamReader in) {
        Map<String, String> namespaces = new LinkedHashMap<>();
        namespaces(in, namespaces);
        return namespaces.entrySet().stream().mapToInt(each -> "xmlns:=''".length() + each.getKey().length() + each.getValue().length()).sum();
    }

    private static void namespaces(XMLStreamReader in, Map<String, String> into) {
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            String prefix = in.getNamespacePrefix(i);
            String uri = in.getNamespaceURI(i);
            into.put(prefix == null ? "" : prefix, uri == null ? "" : uri);
        }
    }

    private static void start(XMLStreamReader in, Map<String, String> inherited, String mark, XMLStreamWriter out) throws XMLStreamException {
        String uri = in.getNamespaceURI() == null ? "" : in.getNamespaceURI();
        out.writeStartElement(in.getPrefix() == null ? "" : in.getPrefix(), in.getLocalName(), uri);
        Map<String, String> namespaces = new LinkedHashMap<>(inherited);
        namespaces(in, namespaces);
        for (Map.Entry<String, String> namespace : namespaces.entrySet()) {
            if (namespace.getKey().isEmpty()) {
                out.writeDefaultNamespace(namespace.getValue());
            } else {
                out.writeNamespace(namespace.getKey(), namespace.getValue());
            }
        }
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String value = in.getAttributeLocalName(i).equals("id") ? mark + in.getAttributeValue(i) : in.getAttributeValue(i);
            String attributeUri = in.getAttributeNamespace(i);
            if (attributeUri == null || attributeUri.isEmpty()) {
                out.writeAttribute(in.getAttributeLocalName(i), value);
            } else {
                out.writeAttribute(in.getAttributePrefix(i), attributeUri, in.getAttributeLocalName(i), value);
            }
        }
    }
}
