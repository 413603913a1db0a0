package org.hotcut.sip.notifier;

import java.util.List;

import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.location.Binding;
import org.osgi.service.component.annotations.Component;

/**
 * Presence as a document (RFC 3856, RFC 3863): all that the user's devices have published in one; when none has, open or closed by his registrations. Who
 * it is of says this server, whatever was published.
 */
@Component(property = "hotcut.name=presence")
public final class PresencePackage implements EventPackage {
    static final String TYPE = "application/pidf+xml";

    @Override
    public String contentType() {
        return TYPE;
    }

    @Override
    public byte[] render(EventState state) {
        return Xml.write(out -> {
            out.writeStartElement("", "presence", Pidf.NAMESPACE);
            out.writeDefaultNamespace(Pidf.NAMESPACE);
            out.writeAttribute("entity", "pres:" + state.address());
            if (state.documents().isEmpty()) {
                registered(state, out);
            } else {
                published(state.documents(), out);
            }
            out.writeEndElement();
        });
    }

    private static void published(List<Document> documents, XMLStreamWriter out) throws XMLStreamException {
        int number = 0;
        for (Document document : documents) {
            Pidf.copy(document.body(), documents.size() == 1 ? "" : "d" + ++number + "-", out);
        }
    }

    // where his devices are is nobody's business: the address is the contact
    private static void registered(EventState state, XMLStreamWriter out) throws XMLStreamException {
        out.writeStartElement("tuple");
        out.writeAttribute("id", "registration");
        out.writeStartElement("status");
        out.writeStartElement("basic");
        out.writeCharacters(state.bindings().stream().anyMatch(Binding::reachable) ? "open" : "closed");
        out.writeEndElement();
        out.writeEndElement();
        out.writeStartElement("contact");
        out.writeCharacters("sip:" + state.address());
        out.writeEndElement();
        out.writeEndElement();
    }
}
