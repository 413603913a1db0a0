package org.hotcut.sip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.FramingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramerTest {
    private static final String OPTIONS = "OPTIONS sip:a SIP/2.0\r\nContent-Length: 0\r\n\r\n";
    private final Framer framer = new Framer(1_024, 2_000);

    @Test
    void aStreamCutAtAnyByteGivesTheSameMessages() throws FramingException {
        List<String> messages = List.of(OPTIONS, "\r\n", "INVITE sip:a SIP/2.0\r\nl : 8\r\nX: y\r\n z\r\n\r\nab\r\n\r\ncd", "\r\n\r\n",
            "BYE sip:a SIP/2.0\r\nCONTENT-LENGTH:\r\n 3 \r\n\t\r\nLanguage: x\r\n\r\n\r\n\r", "\r\n\r\n", OPTIONS);
        String stream = String.join("", messages);
        for (int first = 0; first <= stream.length(); first++) {
            for (int second = first; second <= stream.length(); second++) {
                if (!cutsPing(stream, first) && !cutsPing(stream, second)) {
                    assertEquals(messages, cut(stream, first, second), "cut at " + first + " and " + second);
                }
            }
        }
    }

    // the one thing that depends on the cut: a lone CRLF is taken at once
    private static boolean cutsPing(String stream, int at) {
        return at >= 2 && at + 2 <= stream.length() && stream.startsWith("\r\n\r\n", at - 2);
    }

    private List<String> cut(String stream, int... cuts) throws FramingException {
        List<String> messages = new ArrayList<>();
        String unread = "";
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length();
            unread += stream.substring(from, to);
            from = to;
            for (int length = frame(unread); length > 0; length = frame(unread)) {
                messages.add(unread.substring(0, length));
                unread = unread.substring(length);
            }
        }
        assertEquals("", unread);
        return messages;
    }

    @Test
    void twoCrlfsAreOneKeepAliveAndOneIsAnother() throws FramingException {
        assertEquals(4, frame("\r\n\r\n"));
        assertEquals(4, frame("\r\n\r\n\r\n"));
        assertEquals(2, frame("\r\n"));
        assertEquals(2, frame("\r\nOPTIONS"));
        assertEquals(0, frame("\r"));
        assertEquals(0, frame("\r\n\r"));
        assertEquals(2, frame("\r\n\rX"));
        assertThrows(FramingException.class, () -> frame("\rX"));
        assertThrows(FramingException.class, () -> frame("\n"));
    }

    @Test
    void theBodyIsWaitedFor() throws FramingException {
        String head = "MESSAGE sip:a SIP/2.0\r\nl: 5\r\n\r\n";
        assertEquals(0, frame(head + "abcd"));
        assertEquals(head.length() + 5, frame(head + "abcdef"));
    }

    @Test
    void anEmptyLineOfTheBodyEndsNothing() throws FramingException {
        assertEquals(0, frame("MESSAGE sip:a SIP/2.0\r\nl: 500\r\n\r\nab\r\n\r\nINVITE sip:a SIP/2.0\r\nl: 0\r\n\r\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Subject: none | no Content-Length",
        "Content-Length: -1 | a Content-Length that is no number",
        "Content-Length: ten | a Content-Length that is no number",
        "Content-Length: 1 2 | a Content-Length that is no number",
        "Content-Length: 0x10 | a Content-Length that is no number",
        "Content-Length: | an empty Content-Length",
        "Content-Length: 2001 | a body of more than 2000 bytes",
        "Content-Length: 99999999999999999999999999 | a body of more than 2000 bytes",
        "Content-Length: 4294967296 | a body of more than 2000 bytes",
        "Content-Length: 5;l: 6 | more than one Content-Length",
        "L: 5;Content-length: 5 | more than one Content-Length"})
    void aLengthThatCannotBeTrustedIsRefusedInWords(String headers, String reason) {
        String text = "OPTIONS sip:a SIP/2.0\r\n" + headers.replace(";", "\r\n") + "\r\n\r\n";
        assertEquals(reason, assertThrows(FramingException.class, () -> frame(text)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Lengths: 5", "Content: 5", "Lx: 5", "X-Content-Length: 5", "X: a\r\n Content-Length: 5", "X: a\r\n\tl: 5"})
    void whatOnlyLooksLikeALengthIsNone(String header) {
        assertThrows(FramingException.class, () -> frame("OPTIONS sip:a SIP/2.0\r\n" + header + "\r\n\r\n"));
    }

    @Test
    void aHeaderSectionThatNeverEndsIsGivenUp() throws FramingException {
        String endless = "OPTIONS sip:a SIP/2.0\r\nX: " + "y".repeat(2_000);
        assertEquals(0, frame(endless.substring(0, 1_023)));
        assertThrows(FramingException.class, () -> frame(endless.substring(0, 1_024)));
        assertThrows(FramingException.class, () -> frame("OPTIONS sip:a SIP/2.0\r\nl: 0\r\n" + " x\r\n".repeat(500) + "\r\n"));
    }

    @Test
    void whatIsNoSipIsSeenAtItsFirstByte() {
        assertEquals("not SIP", assertThrows(FramingException.class, () -> frame("\u0016\u0003\u0001\u0002")).getMessage());
    }

    @Test
    void aLineThatEndsWithoutCrIsRefused() {
        assertThrows(FramingException.class, () -> frame("OPTIONS sip:a SIP/2.0\n"));
        assertThrows(FramingException.class, () -> frame("OPTIONS sip:a SIP/2.0\r\nl: 0\r\n\n"));
    }

    private int frame(String text) throws FramingException {
        byte[] bytes = ("##" + text).getBytes(StandardCharsets.ISO_8859_1);
        return framer.frame(ByteBuffer.wrap(bytes).position(2));
    }
}
