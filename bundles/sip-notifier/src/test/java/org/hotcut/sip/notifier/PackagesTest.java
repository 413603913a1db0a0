package org.hotcut.sip.notifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener.Change;
import org.hotcut.sip.api.location.LocationListener.Event;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** What a NOTIFY says: RFC 3680 section 5, RFC 3863 section 4. */
class PackagesTest {
    private static final String ALICE = "alice@example.org";
    private final RecordingFlows flows = new RecordingFlows();
    private final RegPackage reg = new RegPackage();
    private final PresencePackage presence = new PresencePackage();

    @Test
    void rfc3680_5_1_whoIsNotRegisteredIsInitAndLaterTerminated() {
        Element first = read(reg, state(List.of(), List.of(), List.of(), 0));
        assertEquals("reginfo", first.getLocalName());
        assertEquals("urn:ietf:params:xml:ns:reginfo", first.getNamespaceURI());
        assertEquals("0", first.getAttribute("version"));
        assertEquals("full", first.getAttribute("state"));
        assertEquals("sip:alice@example.org", child(first, "registration").getAttribute("aor"));
        assertEquals("init", child(first, "registration").getAttribute("state"));
        assertEquals("terminated", child(read(reg, state(List.of(), List.of(), List.of(), 3)), "registration").getAttribute("state"));
    }

    @Test
    void rfc3680_5_1_eachContactStandsInItAndThoseThatWentOnce() {
        Binding here = binding(1, "sip:alice@192.0.2.1;x=\"<&>\"", true);
        Binding gone = binding(2, "sip:alice@192.0.2.2", true);
        Element root = read(reg, state(List.of(here), List.of(new Change(Event.EXPIRED, gone), new Change(Event.UNREGISTERED, here)), List.of(), 4));
        Element registration = child(root, "registration");
        assertEquals("active", registration.getAttribute("state"));
        assertEquals(2, registration.getElementsByTagNameNS("*", "contact").getLength());
        Element active = (Element) registration.getElementsByTagNameNS("*", "contact").item(0);
        assertEquals("active", active.getAttribute("state"));
        assertEquals("registered", active.getAttribute("event"));
        assertEquals("sip:alice@192.0.2.1;x=\"<&>\"", child(active, "uri").getTextContent());
        assertEquals("0.500", active.getAttribute("q"));
        Element terminated = (Element) registration.getElementsByTagNameNS("*", "contact").item(1);
        assertEquals("terminated", terminated.getAttribute("state"));
        assertEquals("expired", terminated.getAttribute("event"));
    }

    @Test
    void rfc3856_6_7_presenceIsOpenWhenADeviceCanBeReachedAndSaysNotWhere() {
        String open = text(presence, state(List.of(binding(1, "sip:secret@192.0.2.1", true)), List.of(), List.of(), 0));
        assertTrue(open.contains("<basic>open</basic>"), open);
        assertFalse(open.contains("192.0.2.1"), open);
        assertTrue(text(presence, state(List.of(binding(1, "sip:x", false)), List.of(), List.of(), 0)).contains("<basic>closed</basic>"));
        assertTrue(text(presence, state(List.of(), List.of(), List.of(), 0)).contains("<basic>closed</basic>"));
    }

    @Test
    void rfc3856_6_7_whatWasPublishedIsPassedOnUnderOurUsersName() {
        String published = "<p:presence xmlns:p='urn:ietf:params:xml:ns:pidf' xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='pres:somebody@else'>"
            + "<p:tuple id='t1'><p:status><p:basic>closed</p:basic></p:status><r:note xml:lang='de' r:kind='k'>Bin <![CDATA[<weg>]]> &amp; so</r:note></p:tuple>"
            + "<plain xmlns=''/></p:presence>";
        Element root = read(presence, state(List.of(), List.of(), List.of(document("1", published)), 0));
        assertEquals("pres:alice@example.org", root.getAttribute("entity"));
        Element tuple = child(root, "tuple");
        assertEquals("urn:ietf:params:xml:ns:pidf", tuple.getNamespaceURI());
        assertEquals("t1", tuple.getAttribute("id"));
        assertEquals("closed", tuple.getElementsByTagNameNS("*", "basic").item(0).getTextContent());
        Element note = (Element) tuple.getElementsByTagNameNS("urn:ietf:params:xml:ns:pidf:rpid", "note").item(0);
        assertEquals("Bin <weg> & so", note.getTextContent());
        assertEquals("k", note.getAttributeNS("urn:ietf:params:xml:ns:pidf:rpid", "kind"));
        assertEquals(1, root.getElementsByTagName("plain").getLength());
    }

    @Test
    void whatSeveralDevicesHavePublishedStandsInOneDocumentWithIdsOfItsOwn() {
        String published = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:alice@example.org'><tuple id='t'><status><basic>open</basic></status></tuple></presence>";
        Element root = read(presence, state(List.of(), List.of(), List.of(document("1", published), document("2", published)), 0));
        assertEquals(2, root.getElementsByTagNameNS("*", "tuple").getLength());
        assertEquals("d1-t", ((Element) root.getElementsByTagNameNS("*", "tuple").item(0)).getAttribute("id"));
        assertEquals("d2-t", ((Element) root.getElementsByTagNameNS("*", "tuple").item(1)).getAttribute("id"));
    }

    @Test
    void whatXmlCannotHoldIsLeftOut() {
        Element root = read(reg, state(List.of(binding(1, "sip:a\u0001b@192.0.2.1", true)), List.of(), List.of(), 0));
        assertEquals("sip:ab@192.0.2.1", root.getElementsByTagNameNS("*", "uri").item(0).getTextContent());
    }

    private Binding binding(long key, String contact, boolean reachable) {
        Flow line = flows.open(Protocol.TLS, "192.0.2.1", 40_000 + (int) key);
        return new Binding(ALICE, contact, List.of(), line, false, "node", "<urn:uuid:1>", 0, 500, null, null, "t", "call", 1, Long.MAX_VALUE, reachable, key);
    }

    private static Document document(String tag, String text) {
        return new Document("presence", ALICE, tag, PresencePackage.TYPE, text.getBytes(StandardCharsets.UTF_8), Long.MAX_VALUE);
    }

    private static EventState state(List<Binding> bindings, List<Change> gone, List<Document> documents, long version) {
        return new EventState(ALICE, bindings, gone, documents, version);
    }

    private static String text(EventPackage of, EventState state) {
        return new String(of.render(state), StandardCharsets.UTF_8);
    }

    private static Element read(EventPackage of, EventState state) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(new ByteArrayInputStream(of.render(state))).getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(text(of, state), e);
        }
    }

    private static Element child(Element parent, String name) {
        return (Element) parent.getElementsByTagNameNS("*", name).item(0);
    }
}
