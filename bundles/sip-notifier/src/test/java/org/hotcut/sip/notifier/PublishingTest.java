package org.hotcut.sip.notifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.EventState;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications.Outcome;
import org.hotcut.sip.api.event.Publications.Result;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3903 section 6. */
class PublishingTest {
    private static final String ALICE = "alice@example.org";
    private static final String OPEN = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:alice@example.org'><tuple id='1'><status><basic>open</basic></status>"
        + "</tuple></presence>";

    private final FakeAccounts accounts = new FakeAccounts().user("alice", "example.org", "x");
    private final RecordingEvents events = new RecordingEvents();
    private final NotifierHandler handler = new NotifierHandler(accounts, new FakeLocation(), new RecordingStore(), events, events, events, Settings.DEFAULT);

    @Test
    void rfc3903_6_step7_aDocumentIsPublishedAndGetsAnEntityTagAndExpires() {
        Decision.Reply reply = reply(handler.request(publish(OPEN, "Expires: 600")));
        assertEquals(200, reply.status());
        assertEquals("etag-1", header(reply, "SIP-ETag"));
        assertEquals("600", header(reply, "Expires"));
        Publication published = events.published.get(0);
        assertEquals(ALICE, published.address());
        assertEquals("presence", published.eventPackage());
        assertEquals("exchange-1", published.operation());
        assertNull(published.ifMatch());
        assertArrayEquals(OPEN.getBytes(StandardCharsets.UTF_8), published.body());
    }

    @Test
    void rfc3903_4_3_aRefreshHasTheTagAndNoBody() {
        assertEquals(200, reply(handler.request(publish("", "SIP-If-Match: etag-0"))).status());
        assertEquals("etag-0", events.published.get(0).ifMatch());
        assertNull(events.published.get(0).body());
    }

    @Test
    void rfc3903_6_step6_withoutTagAndBodyNothingIsPublished() {
        assertEquals(400, reply(handler.request(publish(""))).status());
    }

    @Test
    void rfc3903_6_step4_severalEntityTagsAre400() {
        assertEquals(400, reply(handler.request(publish("", "SIP-If-Match: etag-0, etag-1"))).status());
        assertEquals(400, reply(handler.request(publish("", "SIP-If-Match: etag-0", "SIP-If-Match: etag-1"))).status());
    }

    @Test
    void rfc3903_6_step3_nobodyPublishesForAnother() {
        assertEquals(403, reply(handler.request(publish(OPEN).user("bob@example.org"))).status());
        assertEquals(403, reply(handler.request(publish(OPEN).identity(null))).status());
    }

    @Test
    void rfc3903_6_step2_and_6_anotherPackageIs489AndAnotherTypeIs415() {
        FakeExchange reg = FakeExchange.of(text(OPEN).replace("Event: presence", "Event: reg")).user(ALICE);
        Decision.Reply bad = reply(handler.request(reg));
        assertEquals(489, bad.status());
        assertEquals("presence", header(bad, "Allow-Events"));
        FakeExchange plain = FakeExchange.of(text(OPEN).replace("application/pidf+xml", "text/plain")).user(ALICE);
        Decision.Reply reply = reply(handler.request(plain));
        assertEquals(415, reply.status());
        assertEquals("application/pidf+xml", header(reply, "Accept"));
    }

    @Test
    void rfc3903_6_step5_aShortIntervalIs423WithMinExpires() {
        Decision.Reply reply = reply(handler.request(publish(OPEN, "Expires: 5")));
        assertEquals(423, reply.status());
        assertEquals("60", header(reply, "Min-Expires"));
    }

    @Test
    void whatIsNoPresenceIs400() {
        assertEquals(400, reply(handler.request(publish("<presence>"))).status());
        assertEquals(400, reply(handler.request(publish("<other/>"))).status());
        assertEquals(400, reply(handler.request(publish("<!DOCTYPE presence [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + OPEN.replace("open", "&x;")))).status());
    }

    @Test
    void aShortDocumentThatWouldBecomeMegabytesWhereItIsCopiedIs400() {
        String namespaces = IntStream.range(0, 100).mapToObj(i -> " xmlns:n" + i + "='urn:" + "x".repeat(60) + i + '\'').collect(Collectors.joining());
        String bomb = "<presence xmlns='urn:ietf:params:xml:ns:pidf'" + namespaces + '>' + "<a/>".repeat(1_500) + "</presence>";
        assertTrue(bomb.length() < 16_384);
        assertEquals(400, reply(handler.request(publish(bomb))).status());
        assertEquals(List.of(), events.published);
        assertEquals(200, reply(handler.request(publish(bomb.replace("<a/>".repeat(1_500), "<a/>")))).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<note xml:lang='en'>x</note>",
        "<note xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:id='x'>x</note>",
        "<a xmlns=''><b xmlns='urn:b'><a xmlns=''/></b></a>",
        "<p:a xmlns:p='urn:1' p:b='1'><p:a xmlns:p='urn:2' p:b='2' xmlns:q='urn:2' q:c='3'/></p:a>",
        "<r:a r:id='1' id='2'/>",
        "<r:a xmlns:r='urn:other' r:x='1'/>",
        "<a><![CDATA[ ]]&gt; <x> ]]></a>",
        "<?pi x?><!-- c --><a b='&#9;&#10;&lt;&quot;&#x10ffff;'>&amp;&#13;</a>"})
    void whatIsTakenCanBeShownToWatchers(String content) throws Exception {
        String document = "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:r='urn:r' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>" + content + "</presence>";
        assertEquals(200, reply(handler.request(publish(document))).status());
        Document published = new Document("presence", ALICE, "1", "application/pidf+xml", document.getBytes(StandardCharsets.UTF_8), 0);
        byte[] shown = new PresencePackage().render(new EventState(ALICE, List.of(), List.of(), List.of(published, published), 0));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(shown));
    }

    @ParameterizedTest
    @CsvSource({"NO_MATCH, 412", "TOO_LONG, 413", "USER_FULL, 403", "FULL, 503"})
    void rfc3903_6_step4_and_6_whatIsNotKeptIsSaid(Outcome outcome, int status) {
        events.result = new Result(outcome, null);
        assertEquals(status, reply(handler.request(publish(OPEN))).status());
    }

    @Test
    void rfc3903_6_step1_whatIsForNobodyHereIsForTheNext() {
        assertSame(Decision.next(), handler.request(FakeExchange.of(text(OPEN).replace("PUBLISH sip:alice@example.org", "PUBLISH sip:alice@example.net")).user(ALICE)));
    }

    private static FakeExchange publish(String body, String... headers) {
        return FakeExchange.of(text(body, headers)).user(ALICE);
    }

    private static String text(String body, String... headers) {
        String more = "Event: presence\nContent-Type: application/pidf+xml\n" + (headers.length == 0 ? "" : String.join("\n", headers) + '\n');
        return Sip.request("PUBLISH", "sip:alice@example.org").toString().replace("\r\n", "\n").replace("Content-Length: 0\n\n",
            more + "Content-Length: " + body.length() + "\n\n" + body);
    }

    private static String header(Decision.Reply reply, String name) {
        return reply.headers().stream().filter(header -> header.name().equals(name)).map(Decision.HeaderField::value).findFirst().orElse(null);
    }

    private static Decision.Reply reply(Decision decision) {
        Decision now = decision instanceof Decision.Later later ? later.stage().toCompletableFuture().join() : decision;
        return assertInstanceOf(Decision.Reply.class, now);
    }
}
