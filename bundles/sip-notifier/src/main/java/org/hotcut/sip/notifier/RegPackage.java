package org.hotcut.sip.notifier;

import java.util.List;
import java.util.Locale;

import javax.xml.stream.XMLStreamException;

import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener;
import org.osgi.service.component.annotations.Component;

/** Registrations as a document (RFC 3680 section 5): always the whole, and once what has gone. */
@Component(property = "hotcut.name=reg")
public final class RegPackage implements EventPackage {
    static final String TYPE = "application/reginfo+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:reginfo";
    private static final int Q_ONE = 1000;

    @Override
    public String contentType() {
        return TYPE;
    }

    @Override
    public byte[] render(EventState state) {
        return Xml.write(out -> {
            out.writeStartElement("reginfo");
            out.writeDefaultNamespace(NAMESPACE);
            out.writeAttribute("version", Long.toString(state.version()));
            out.writeAttribute("state", "full");
            out.writeStartElement("registration");
            out.writeAttribute("aor", "sip:" + state.address());
            out.writeAttribute("id", "r" + Integer.toHexString(state.address().hashCode()));
            out.writeAttribute("state", state(state));
            for (Binding binding : state.bindings()) {
                contact(out, binding, "active", "registered");
            }
            for (LocationListener.Change change : gone(state)) {
                contact(out, change.binding(), "terminated", change.event() == LocationListener.Event.EXPIRED ? "expired" : "unregistered");
            }
            out.writeEndElement();
            out.writeEndElement();
        });
    }

    private static String state(EventState state) {
        if (!state.bindings().isEmpty()) {
            return "active";
        }
        return state.version() == 0 && state.gone().isEmpty() ? "init" : "terminated";
    }

    /** What has come back meanwhile has not gone. */
    private static List<LocationListener.Change> gone(EventState state) {
        return state.gone().stream().filter(change -> state.bindings().stream().noneMatch(binding -> binding.key() == change.binding().key())).toList();
    }

    private static void contact(javax.xml.stream.XMLStreamWriter out, Binding binding, String state, String event) throws XMLStreamException {
        out.writeStartElement("contact");
        out.writeAttribute("id", "c" + Long.toHexString(binding.key()));
        out.writeAttribute("state", state);
        out.writeAttribute("event", event);
        if (binding.q() != Q_ONE) {
            out.writeAttribute("q", String.format(Locale.ROOT, "0.%03d", binding.q()));
        }
        out.writeAttribute("callid", Xml.clean(binding.callId()));
        out.writeStartElement("uri");
        out.writeCharacters(Xml.clean(binding.contact()));
        out.writeEndElement();
        if (binding.instance() != null) {
            out.writeStartElement("unknown-param");
            out.writeAttribute("name", "+sip.instance");
            out.writeCharacters(Xml.clean('"' + binding.instance() + '"'));
            out.writeEndElement();
        }
        out.writeEndElement();
    }
}
