package org.hotcut.sip.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.InetSocketAddress;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.Target;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.Sip;

/** Requests from alice to bob and what is decided about them. */
final class Calls {
    private Calls() { }

    static Flow flow(Protocol protocol, String address, int port) {
        return new Flow(port, "test", protocol, new InetSocketAddress("192.0.2.100", 5060), new InetSocketAddress(address, port));
    }

    static FakeExchange exchange(String method, String uri, String... headers) {
        return FakeExchange.of(text(method, uri, headers));
    }

    static String text(String method, String uri, String... headers) {
        return method + ' ' + uri + " SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:bob@example.org>\n"
            + "Call-ID: c1\nCSeq: 1 " + method + "\nMax-Forwards: 70\n" + (headers.length == 0 ? "" : String.join("\n", headers) + '\n') + "Content-Length: 0\n\n";
    }

    static SipResponse response(int status) {
        return Sip.response("SIP/2.0 " + status + " No\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\nFrom: <sip:alice@example.org>;tag=1\nTo: <sip:bob@example.org>;tag=2\n"
            + "Call-ID: c1\nCSeq: 1 INVITE\nContent-Length: 0\n\n");
    }

    static Decision.Forward forward(Decision decision) {
        return assertInstanceOf(Decision.Forward.class, decision);
    }

    static List<String> uris(Decision decision) {
        return forward(decision).targets().stream().map(Target::uri).toList();
    }

    static Decision.Reply reply(Decision decision) {
        return assertInstanceOf(Decision.Reply.class, decision);
    }

    static void assertRefused(int status, Decision decision) {
        assertEquals(status, reply(decision).status());
    }
}
