package org.hotcut.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.JainSip;
import org.hotcut.sip.message.MalformedMessageException;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Parser;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.sip.message.UriParser;

/** Text blocks to messages. Line ends are made CRLF; a text without an empty line gets one. */
public final class Sip {
    private Sip() { }

    /** Returns the text as it travels. */
    public static byte[] bytes(String text) {
        String lines = text.replace("\r\n", "\n");
        if (!lines.contains("\n\n")) {
            lines = lines.endsWith("\n") ? lines + '\n' : lines + "\n\n";
        }
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the text as it travels, in a buffer. */
    public static ByteBuffer buffer(String text) {
        return ByteBuffer.wrap(bytes(text));
    }

    /** Reads a request; what is wrong with it is the test's fault. */
    public static Request request(String text) {
        return (Request) message(bytes(text));
    }

    /** Reads a response. */
    public static Response response(String text) {
        return (Response) message(bytes(text));
    }

    /** Reads what was sent. */
    public static Message message(byte[] bytes) {
        try {
            return Parser.parse(bytes.clone());
        } catch (MalformedMessageException e) {
            throw new AssertionError(e.getMessage() + " in:\n" + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    /** Returns a request with all that must be in it, sent by {@code alice@example.org} over UDP from 192.0.2.1, with more header lines. */
    public static Request request(String method, String uri, String... headers) {
        StringBuilder text = new StringBuilder(method + ' ' + uri + """
             SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKtest;rport
            Max-Forwards: 70
            From: <sip:alice@example.org>;tag=a
            To: <TO>
            Call-ID: call-1
            CSeq: 1 METHOD
            """.replace("TO", method.equals("REGISTER") ? "sip:alice@example.org" : uri).replace("METHOD", method));
        for (String header : headers) {
            text.append(header).append('\n');
        }
        return request(text.append("Content-Length: 0\n").toString());
    }

    /** Returns a response to a request, with a To tag, with more header lines. */
    public static Response response(Message request, int status, String... headers) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Test\n");
        for (String via : request.headers("Via")) {
            text.append("Via: ").append(via).append('\n');
        }
        text.append("From: ").append(request.header("From")).append("\nTo: ").append(request.header("To"));
        text.append(request.toTag() == null ? ";tag=b\n" : "\n").append("Call-ID: ").append(request.callId());
        text.append("\nCSeq: ").append(request.header("CSeq")).append('\n');
        for (String header : headers) {
            text.append(header).append('\n');
        }
        return response(text.append("Content-Length: 0\n").toString());
    }

    /** Returns the reader of texts that handlers ask. */
    public static SipParser parser() {
        return new SipParser() {
            @Override
            public SipUri uri(String text) {
                return UriParser.parse(text);
            }

            @Override
            public NameAddr address(String text) {
                return AddressParser.parse(text);
            }

            @Override
            public SipRequest request(javax.sip.message.Request request) {
                return JainSip.request(request);
            }
        };
    }
}
