package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParserTest {
    @Test
    void whatRoutingAsksIsAnsweredFromTheBytes() {
        Request invite = Sample.request(Sample.INVITE);
        assertEquals("INVITE", invite.method());
        assertEquals("bob@example.org", invite.uri().address());
        assertEquals("c1@192.0.2.1", invite.callId());
        assertEquals(4711, invite.cseq());
        assertEquals(70, invite.maxForwards());
        assertEquals("Alice", invite.from().displayName());
        assertEquals("a1", invite.fromTag());
        assertNull(invite.toTag());
        assertEquals(2, invite.viaCount());
        assertEquals(2, invite.routeCount());
        assertEquals("edge.example.org", invite.route(0).uri().host());
        assertEquals("", invite.route(1).uri().param("LR"));
        assertNull(invite.route(2));
        assertEquals("body", new String(invite.body(), java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(Sample.INVITE.replace("\n", "\r\n").length(), invite.size());
    }

    @Test
    void headersAreFoundByLongAndCompactNameInAnyCase() {
        Request invite = Sample.request(Sample.INVITE);
        assertEquals("text/plain", invite.header("c"));
        assertEquals("text/plain", invite.header("CONTENT-TYPE"));
        assertEquals(List.of("outbound", "path"), invite.headers("k"));
        assertEquals(List.of(), invite.headers("Expires"));
        assertNull(invite.header("X-Mine"));
        assertEquals("1", Sample.request(Sample.INVITE.replace("Supported", "x-mIne: 1\nSupported")).header("X-Mine"));
    }

    @Test
    void foldsCompactNamesAndListsAreRead() {
        Request request = Sample.request("""
            OPTIONS sip:[2001:db8::10]:5070;transport=tcp SIP/2.0
            v : SIP / 2.0
              / TCP  host.example.org : 5061 ; branch =
             z9hG4bK9 , SIP/2.0/UDP b.example.org
            f: "A \\"B\\" <C>"
              <sip:c@d>;tag = x
            TO : sip:e@f;tag=y
            i:q
            cSeq: 0009
             OPTIONS
            Subject: one
             two\t
              three
            l: 0

            """);
        assertEquals(2, request.viaCount());
        Via via = request.topVia();
        assertEquals("TCP host.example.org 5061 z9hG4bK9", via.transport() + ' ' + via.host() + ' ' + via.port() + ' ' + via.branch());
        assertEquals("b.example.org", request.via(1).host());
        assertNull(request.via(1).branch());
        assertEquals("A \"B\" <C>", request.from().displayName());
        assertEquals("x", request.fromTag());
        assertEquals("y", request.toTag());
        assertEquals("sip:e@f", request.to().uri().text());
        assertEquals("q", request.callId());
        assertEquals(9, request.cseq());
        assertEquals("one two three", request.header("s"));
        assertEquals("2001:db8::10", request.uri().host());
        assertEquals(5070, request.uri().port());
        assertEquals("tcp", request.uri().param("transport"));
        assertEquals(-1, request.maxForwards());
    }

    @Test
    void aResponseIsRead() {
        Response response = Sample.response("""
            SIP/2.0 180 Es klingelt, \u00fcberall
            Via: SIP/2.0/UDP a;branch=z9hG4bK1;received=[2001:db8::1];rport=9
            From: <sip:a@b>;tag=1
            To: <sip:c@d>;tag=2
            Call-ID: x
            CSeq: 1 INVITE
            Content-Length: 0

            """);
        assertEquals(180, response.status());
        assertEquals("Es klingelt, \u00fcberall", response.reason());
        assertEquals("INVITE", response.method());
        assertEquals("2001:db8::1", response.topVia().received());
        assertEquals(9, response.topVia().rport());
    }

    @Test
    void aReasonPhraseMayBeEmptyOrAbsent() {
        String rest = "\nVia: SIP/2.0/UDP a\nFrom: sip:a@b\nTo: sip:c@d\nCall-ID: x\nCSeq: 1 BYE\n\n";
        assertEquals("", Sample.response("SIP/2.0 200 " + rest).reason());
        assertEquals("", Sample.response("SIP/2.0 200" + rest).reason());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "INVITE sip:bob@example.org SIP/2.0 | INVITE sip:bob@example.org SIP/3.0 | 505 | Version Not Supported",
        "INVITE sip:bob@example.org SIP/2.0 | INVITE sip:bob@example.org HTTP/1.1 | 400 | Broken request line",
        "INVITE sip:bob@example.org SIP/2.0 | INVITE  sip:bob@example.org SIP/2.0 | 400 | Broken request line",
        "INVITE sip:bob@example.org SIP/2.0 | INVITE sip:bob@example.org | 400 | Broken request line",
        "INVITE sip:bob@example.org SIP/2.0 | INVITE | 400 | Broken request line",
        "INVITE sip:bob@example.org SIP/2.0 | INVITE sip:bob @example.org SIP/2.0 | 400 | Broken request line",
        "INVITE sip:bob@example.org | INVITE <sip:bob@example.org> | 400 | URI without a scheme (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:bob@ | 400 | No host (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:@example.org | 400 | Empty user in URI (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:2001:db8::1 | 400 | Broken port (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:[2001:db8::1 | 400 | Broken IPv6 reference (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:bob@example.org:99999 | 400 | Broken port (Request-URI)",
        "INVITE sip:bob@example.org | INVITE sip:bob@example.org?Route=x | 400 | Headers in Request-URI",
        "CSeq: 4711 INVITE | CSeq: 4711 BYE | 400 | CSeq of another method",
        "CSeq: 4711 INVITE | CSeq: 2147483648 INVITE | 400 | Broken or too large CSeq number (CSeq)",
        "CSeq: 4711 INVITE | CSeq: INVITE | 400 | Broken or too large CSeq number (CSeq)",
        "CSeq: 4711 INVITE | CSeq: 4711 | 400 | Broken method in CSeq (CSeq)",
        "Max-Forwards: 70 | Max-Forwards: many | 400 | Max-Forwards that is no number (Max-Forwards)",
        "Max-Forwards: 70 | Max-Forwards: -1 | 400 | Max-Forwards that is no number (Max-Forwards)",
        "Call-ID: c1@192.0.2.1 | Call-ID: | 400 | Empty Call-ID",
        "Call-ID: c1@192.0.2.1 | Call-ID: a b | 400 | Broken Call-ID",
        "Call-ID: c1@192.0.2.1 | X: y | 400 | Missing Call-ID",
        "Max-Forwards: 70 | t: sip:x@y | 400 | More than one To",
        "Max-Forwards: 70 | l: 4 | 400 | More than one Content-Length",
        "Content-Length: 4 | Content-Length: 5 | 400 | Content-Length too large",
        "Content-Length: 4 | Content-Length: -4 | 400 | Broken Content-Length",
        "Content-Length: 4 | Content-Length: 4 4 | 400 | Broken Content-Length",
        "Content-Length: 4 | Content-Length: 99999999999999999999 | 400 | Content-Length too large",
        "To: <sip:bob@example.org> | To: <sip:bob@example.org | 400 | Bracket that is not closed (To)",
        "To: <sip:bob@example.org> | To: \"Bob <sip:bob@example.org> | 400 | Quote that is not closed (To)",
        "To: <sip:bob@example.org> | To: \"Bob\\\" <sip:bob@example.org> | 400 | Quote that is not closed (To)",
        "To: <sip:bob@example.org> | To: \"Bob\" sip:bob@example.org | 400 | Display name without an address in brackets (To)",
        "To: <sip:bob@example.org> | To: Bob, Sr. <sip:bob@example.org> | 400 | URI that must be in brackets (To)",
        "To: <sip:bob@example.org> | To: <sip:bob@example.org>, <sip:x@y> | 400 | Comma that is not in quotes (To)",
        "To: <sip:bob@example.org> | To: < sip:bob@example.org > | 400 | URI without a scheme (To)",
        "To: <sip:bob@example.org> | To: bob | 400 | URI without a scheme (To)",
        "To: <sip:bob@example.org> | To: <sip:bob@example.org>;;tag=1 | 400 | Parameter without a name (To)",
        "To: <sip:bob@example.org> | To: <sip:bob@example.org> tag=1 | 400 | Broken parameter (To)",
        "Contact: <sip:alice@192.0.2.1:5060> | Contact: <sip:a@b>,, <sip:c@d> | 400 | URI without a scheme (Contact)",
        "Contact: <sip:alice@192.0.2.1:5060> | Contact: sip:a@b?Route=x | 400 | URI that must be in brackets (Contact)",
        "Route: <sip:edge.example.org;lr>, | Route: <sip:edge.example.org;lr>,, | 400 | URI without a scheme (Route)",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch | Via: SIP/2.0/UDP 192.0.2.1:5060;;branch | 400 | Parameter without a name (Via)",
        "Via: SIP/2.0/UDP 192.0.2.1:5060 | Via: SIP/2.0 192.0.2.1:5060 | 400 | Broken Via (Via)",
        "Via: SIP/2.0/UDP 192.0.2.1:5060 | Via: SIP/2.0/UDP 192.0.2.1:port | 400 | Broken port (Via)"})
    void aFaultIsNamedAndCanBeAnswered(String good, String bad, int status, String reason) {
        MalformedMessageException e = refused(Sample.INVITE.replaceFirst(java.util.regex.Pattern.quote(good),
            java.util.regex.Matcher.quoteReplacement(bad == null ? "" : bad)));
        assertEquals(status + " " + reason, e.status() + " " + e.getMessage());
        assertFalse(e.response());
        assertNotNull(e.request());
        String answer = Sample.text(ResponseWriter.response(e.request(), e.status(), e.getMessage(), "t", null, -1, List.of(), null));
        assertTrue(answer.startsWith("SIP/2.0 " + status + ' ' + reason + "\nVia: SIP/2.0"), answer);
        assertTrue(answer.endsWith("\n\n"), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"X: a#b | CR or LF alone", "X: a~b | CR or LF alone", "no colon | Header line without a name", ": x | Header line without a name",
        "X y: z | Header line without a name", "\u0001: x | Header line without a name", "~Via: SIP/2.0/UDP x | CR or LF alone"})
    void whatTwoReadersCouldReadDifferentlyIsAnsweredButNotRepeated(String line, String reason) {
        MalformedMessageException e = refused("Supported: outbound, path", line);
        assertEquals("400 " + reason, e.status() + " " + e.getMessage());
        String answer = Sample.text(ResponseWriter.response(e.request(), e.status(), e.getMessage(), "t", null, -1, List.of(), null));
        assertEquals("""
            SIP/2.0 400 REASON
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1;rport
            Via: SIP/2.0/TCP [2001:db8::1]:5070;branch=z9hG4bK0
            From: "Alice" <sip:alice@example.org>;tag=a1
            To: <sip:bob@example.org>;tag=t
            Call-ID: c1@192.0.2.1
            CSeq: 4711 INVITE
            Content-Length: 0

            """.replace("REASON", reason), answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"To: <sip:bob@example.org> | To: <sip:bob@example.org>;x=#y", "Call-ID: c1 | Call-ID: c1~X: y"})
    void whatAnAnswerWouldHaveToRepeatIsNotAnsweredWhenItMayBeReadInTwoWays(String good, String bad) {
        assertNull(refused(good, bad).request());
    }

    /** Refuses the INVITE with one text replaced, in which # stands for a CR alone and ~ for an LF. */
    private static MalformedMessageException refused(String good, String bad) {
        String text = Sample.INVITE.replace("\n", "\r\n").replace(good, bad.replace('#', '\r').replace('~', '\n'));
        return assertThrows(MalformedMessageException.class, () -> Parser.parse(Bytes.of(text)));
    }

    @Test
    void whatHasNoEndOrNoViaIsNotAnswered() {
        assertNull(refused("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a").request());
        assertNull(refused("OPTIONS sip:a SIP/2.0").request());
        assertNotNull(refused("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a\n").request());
        assertNotNull(refused("OPTIONS sip:a SIP/2.0\nVia: SIP/2.0/UDP a\nSubject: ab").request());
        assertNull(refused("OPTIONS sip:a SIP/2.0\nTo: sip:a\n\n").request());
        assertNull(refused("").request());
    }

    @Test
    void anAckIsNeverAnswered() {
        assertNull(refused(Sample.INVITE.replace("INVITE", "ACK").replace("Call-ID: ", "Call-ID: a b ")).request());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/2.0 99 Low", "SIP/2.0 700 High", "SIP/2.0 2000 Long", "SIP/2.0 abc", "SIP/2.0", "SIP/", "SIP/3.0 200 OK", "SIP/2.0  200 OK",
        "SIP/2.0 200 OK\n folded"})
    void aBrokenResponseIsToldFromARequest(String statusLine) {
        assertTrue(refused(statusLine + "\nVia: SIP/2.0/UDP a\nFrom: sip:a@b\nTo: sip:c@d\nCall-ID: x\nCSeq: 1 BYE\n\n").response());
    }

    @Test
    void emptyLinesBeforeAndSurplusAfterAreLeftOut() throws MalformedMessageException {
        byte[] message = Bytes.of("\r\n\r\n" + Sample.INVITE.replace("\n", "\r\n") + "surplus");
        ByteBuffer in = ByteBuffer.wrap(message);
        assertEquals(Sample.INVITE, Sample.text(Parser.parse(in, Limits.DEFAULT).encode()));
        assertEquals(0, in.position());
    }

    @Test
    void aMissingContentLengthIsAdded() {
        Request request = Sample.request(Sample.INVITE.replace("Content-Length: 4\n", ""));
        assertEquals(Sample.INVITE, Sample.text(request.encode()));
        assertEquals("4", request.header("l"));
    }

    @Test
    void strangersAreHeldToLimits() {
        Limits limits = new Limits(700, 13, 80);
        assertEquals("513 Message too large", answered(refused(Sample.INVITE + "x".repeat(400), limits)));
        assertEquals("400 Too many header lines", answered(refused(Sample.INVITE.replace("Supported", "X: 1\n".repeat(20) + "Supported"), limits)));
        assertEquals("400 Header line too long", answered(refused(Sample.INVITE.replace("outbound,", "x".repeat(80)), limits)));
        assertNull(refused(Sample.INVITE.replace("Call-ID: ", "Call-ID: " + "x".repeat(80)), limits).request(), "too long to be repeated");
        assertNull(refused(Sample.INVITE.replace("From", "v: x\n".repeat(25) + "From"), limits).request(), "too many to be repeated");
    }

    private static String answered(MalformedMessageException e) {
        String answer = Sample.text(ResponseWriter.response(e.request(), e.status(), e.getMessage(), "t", null, -1, List.of(), null));
        for (String repeated : List.of("Via: SIP/2.0/UDP", "Via: SIP/2.0/TCP", "From: ", "To: ", "Call-ID: ", "CSeq: ")) {
            assertEquals(2, answer.split('\n' + repeated, -1).length, answer);
        }
        assertFalse(answer.contains("X: "), answer);
        return e.status() + " " + e.getMessage();
    }

    @Test
    void maxForwardsOutOfRangeCountsAsTheMost() {
        assertEquals(255, Sample.request(Sample.INVITE.replace("Max-Forwards: 70", "Max-Forwards: 99999999999999999999")).maxForwards());
        assertEquals(8, Sample.request(Sample.INVITE.replace("Max-Forwards: 70", "Max-Forwards: 0008")).maxForwards());
    }

    @Test
    void aStarIsAContactButNoAddress() {
        Request request = Sample.request(Sample.INVITE.replace("<sip:alice@192.0.2.1:5060>", "*"));
        assertEquals("*", request.header("Contact"));
        assertEquals(List.of(), request.addresses("Contact"));
    }

    /** Whatever comes: a message all of whose views answer, or the exception; never another one. */
    @Test
    void mutilatedMessagesAreReadOrRefused() {
        Random random = new Random(20261123);
        byte[] alphabet = Bytes.of("\r\n \t\"<>;,:=@[]%\\/?*.09azAZ\0");
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Sample.bytes(round % 4 == 0 ? Sample.INVITE.replaceFirst("INVITE .*", "SIP/2.0 200 OK") : Sample.INVITE);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            int length = random.nextInt(8) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
            try {
                ask(Parser.parse(ByteBuffer.wrap(bytes, 0, length), Limits.DEFAULT));
            } catch (MalformedMessageException e) {
                if (e.request() != null) {
                    ResponseWriter.response(e.request(), e.status(), e.getMessage(), "t", "h", 1, List.of(), null);
                }
            }
        }
    }

    private static void ask(Message message) {
        message.from().uri().address();
        message.from().displayName();
        message.toTag();
        message.topVia().branch();
        message.topVia().rport();
        message.topVia().received();
        for (String name : List.of("Via", "Route", "Contact", "Supported", "Record-Route")) {
            message.headers(name);
        }
        if (message instanceof Request request) {
            request.uri().user();
            request.uri().param("lr");
            request.addresses("Contact");
            for (int i = 0; i < request.routeCount(); i++) {
                request.route(i).uri().host();
            }
            new RequestWriter().start(request).uri("sip:x").maxForwards(1).received("h", 1).via("v").popRoutes(request.routeCount()).finish();
            request.without("Route").withHeader("Route", "<sip:x>").withUri("sip:y@z").headers("Route");
        } else {
            ((Response) message).forwarded();
        }
    }

    private static MalformedMessageException refused(String text) {
        return refused(text, Limits.DEFAULT);
    }

    private static MalformedMessageException refused(String text, Limits limits) {
        return assertThrows(MalformedMessageException.class, () -> Parser.parse(ByteBuffer.wrap(Sample.bytes(text)), limits));
    }
}
