package org.hotcut.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.UdpPeer;

/** A telephone over UDP for messages and subscriptions; one thread. */
final class EventPhone implements AutoCloseable {
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);

    private final UdpPeer peer = new UdpPeer();
    private final Set<String> seen = new HashSet<>();
    private final String user;
    private final DigestClient digest;

    EventPhone(String user, String password) throws IOException {
        this.user = user;
        this.digest = new DigestClient(user, password);
    }

    /** Registers for so many seconds, 0 to end it. */
    void register(int expires) throws IOException {
        String answer = request("REGISTER", "sip:example.org", "<sip:" + user + "@example.org>", "reg-" + user, "Contact: " + contact() + "\nExpires: " + expires, "");
        if (!answer.startsWith("SIP/2.0 200")) {
            throw new AssertionError(answer);
        }
    }

    /** Sends a request with a proof when it is asked for one and returns the final answer. */
    String request(String method, String uri, String to, String callId, String headers, String body) throws IOException {
        int cseq = SERIAL.addAndGet(2);
        String answer = transact(method, uri, to, callId, cseq, headers, body);
        for (String challenge : new String[] {"WWW-Authenticate", "Proxy-Authenticate"}) {
            if (answer.contains(challenge)) {
                String proof = challenge.equals("WWW-Authenticate") ? "Authorization: " : "Proxy-Authorization: ";
                String value = header(answer, challenge);
                return transact(method, uri, to, callId, cseq + 1, proof + digest.answer(value.substring(value.indexOf(' ') + 1), method, uri) + '\n' + headers, body);
            }
        }
        return answer;
    }

    /** Sends a request without a proof and returns the final answer. */
    String bare(String method, String uri, String to, String callId, String headers) throws IOException {
        return transact(method, uri, to, callId, SERIAL.addAndGet(2), headers, "");
    }

    private String transact(String method, String uri, String to, String callId, int cseq, String headers, String body) throws IOException {
        peer.send("%s %s SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%d-%d;rport\nMax-Forwards: 70\nFrom: <sip:%s@example.org>;tag=%s\nTo: %s\nCall-ID: %s\nCSeq: %d %s\n%s\nContent-Length: %d\n\n%s"
                .formatted(method, uri, peer.port(), SERIAL.get(), cseq, user, user, to, callId, cseq, method, headers, body.length(), body), SERVER);
        return peer.await(text -> text.startsWith("SIP/2.0 ") && !text.startsWith("SIP/2.0 1") && header(text, "CSeq").equals(cseq + " " + method), "answer to " + method);
    }

    /** Returns the next request of that method; what is sent again because the telephone was slow is answered and passed over. */
    String await(String method) throws IOException {
        while (true) {
            String request = peer.await(method + " ");
            if (seen.add(header(request, "Via"))) {
                return request;
            }
            answer(request, "200 OK");
        }
    }

    /** Answers a request. */
    void answer(String request, String status) throws IOException {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + '\n');
        for (String line : request.substring(0, request.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.matches("(?i)(Via|From|To|Call-ID|CSeq):.*")) {
                text.append(line).append(line.matches("(?i)To:.*") && !line.contains("tag=") ? ";tag=here" : "").append('\n');
            }
        }
        peer.send(text.append("Content-Length: 0\n").toString(), peer.last());
    }

    /** Returns whether nothing new comes for so long: no request but what is sent again because the telephone was slow. */
    boolean hearsNothing(Duration time) throws IOException {
        return peer.silent(time, text -> text.startsWith("SIP/2.0 1") || !text.startsWith("SIP/2.0 ") && seen.contains(header(text, "Via")));
    }

    String contact() {
        return "<sip:" + user + "@127.0.0.1:" + peer.port() + '>';
    }

    /** Returns the first value of a header field, which must be there. */
    static String header(String message, String name) {
        for (String line : message.split("\r\n")) {
            if (line.regionMatches(true, 0, name + ':', 0, name.length() + 1)) {
                return line.substring(name.length() + 1).trim();
            }
        }
        throw new AssertionError("no " + name + " in " + message);
    }

    static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    @Override
    public void close() {
        peer.close();
    }
}
