package org.hotcut.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import org.hotcut.testkit.DigestClient;
import org.hotcut.testkit.UdpPeer;

/** A telephone over UDP that calls and is called; one thread. It sends nothing twice: on loopback nothing is lost. */
final class CallPhone implements AutoCloseable {
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final Pattern BRANCH = Pattern.compile("branch=([^;,]+)");

    /** One side's view of a call that is up: what its own requests say. */
    record Call(String id, String own, String other, String target, List<String> routes) { }

    private final UdpPeer peer = new UdpPeer();
    private final Set<String> seen = new HashSet<>();
    private final String address;
    private final String domain;
    private final DigestClient digest;
    private final InetSocketAddress server;
    private String dialled;
    private boolean isRegistered;

    /** Makes the telephone of {@code user@domain}. */
    CallPhone(String user, String domain, String password, InetSocketAddress server) throws IOException {
        this.address = "sip:" + user + '@' + domain;
        this.domain = domain;
        this.digest = new DigestClient(user, password);
        this.server = server;
    }

    /** Registers until it is closed. */
    void register() throws IOException {
        register("600");
        isRegistered = true;
    }

    private void register(String expires) throws IOException {
        String id = "reg" + SERIAL.incrementAndGet();
        String from = '<' + address + ">;tag=r";
        String headers = "Contact: " + contact() + "\nExpires: " + expires + '\n';
        send("REGISTER", "sip:" + domain, 1, from, '<' + address + '>', id, headers);
        String challenge = answer(id, "1 REGISTER");
        send("REGISTER", "sip:" + domain, 2, from, '<' + address + '>', id, headers + proof(challenge, "REGISTER", "sip:" + domain));
        String answer = answer(id, "2 REGISTER");
        if (Texts.status(answer) != 200) {
            throw new AssertionError(answer);
        }
    }

    /** Dials, with a proof when it is asked for one, and returns the Call-ID. */
    String dial(String uri) throws IOException {
        String id = "call" + SERIAL.incrementAndGet();
        String from = '<' + address + ">;tag=" + id;
        send("INVITE", uri, 1, from, '<' + uri + '>', id, "Contact: " + contact() + '\n');
        dialled = uri;
        String challenge = outcome(id, 1);
        send("INVITE", uri, 2, from, '<' + uri + '>', id, "Contact: " + contact() + '\n' + proof(challenge, "INVITE", uri));
        return id;
    }

    /** Dials where nobody asks for a proof, and returns the Call-ID. */
    String dialUnasked(String uri) throws IOException {
        String id = "call" + SERIAL.incrementAndGet();
        dialled = uri;
        send("INVITE", uri, 2, '<' + address + ">;tag=" + id, '<' + uri + '>', id, "Contact: " + contact() + '\n');
        return id;
    }

    /** Returns its address and port. */
    String place() {
        return "127.0.0.1:" + peer.port();
    }

    /** Returns the final answer to what was dialled. */
    String outcome(String id) throws IOException {
        return outcome(id, 2);
    }

    /** What is no success is acknowledged in the transaction of the INVITE (RFC 3261 section 17.1.1.3). */
    private String outcome(String id, int cseq) throws IOException {
        String answer = answer(id, cseq + " INVITE");
        if (Texts.status(answer) >= 300) {
            String branch = BRANCH.matcher(Texts.header(answer, "Via")).results().findFirst().orElseThrow().group(1);
            send("ACK", dialled, cseq, Texts.header(answer, "From"), Texts.header(answer, "To"), id, "", branch);
        }
        return answer;
    }

    /** Confirms a call that was accepted and returns it. */
    Call confirm(String accepted) throws IOException {
        List<String> routes = routes(accepted);
        Collections.reverse(routes);
        Call call = new Call(Texts.header(accepted, "Call-ID"), Texts.header(accepted, "From"), Texts.header(accepted, "To"), Texts.uri(Texts.header(accepted, "Contact")), routes);
        within(call, "ACK", 2);
        return call;
    }

    /** Returns the next request of that method; what is sent again because this telephone was slow is passed over. */
    String await(String method) throws IOException {
        while (true) {
            String request = peer.await(method + ' ');
            if (seen.add(method + ' ' + Texts.header(request, "Via"))) {
                return request;
            }
        }
    }

    /** Takes a call that rings and returns it. */
    Call accept(String invite) throws IOException {
        String answer = Texts.response(invite, "200 OK", "callee", "Contact: " + contact());
        peer.send(answer, server);
        return new Call(Texts.header(invite, "Call-ID"), Texts.header(answer, "To"), Texts.header(invite, "From"), Texts.uri(Texts.header(invite, "Contact")), routes(invite));
    }

    /** Answers a request. */
    void answer(String request, String status, String... headers) throws IOException {
        peer.send(Texts.response(request, status, "callee", headers), server);
    }

    /** Ends a call and returns the answer to that. */
    String hangUp(Call call) throws IOException {
        within(call, "BYE", 9);
        return answer(call.id, "9 BYE");
    }

    boolean hearsNothing(Duration time) throws IOException {
        return peer.silent(time);
    }

    private void within(Call call, String method, int cseq) throws IOException {
        StringBuilder routes = new StringBuilder();
        call.routes.forEach(route -> routes.append("Route: ").append(route).append('\n'));
        send(method, call.target, cseq, call.own, call.other, call.id, routes.toString());
    }

    private void send(String method, String uri, int cseq, String from, String to, String id, String headers) throws IOException {
        send(method, uri, cseq, from, to, id, headers, "z9hG4bK" + SERIAL.incrementAndGet());
    }

    private void send(String method, String uri, int cseq, String from, String to, String id, String headers, String branch) throws IOException {
        peer.send("%s %s SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:%d;branch=%s;rport\nMax-Forwards: 70\nFrom: %s\nTo: %s\nCall-ID: %s\nCSeq: %d %s\n%sContent-Length: 0\n\n"
                .formatted(method, uri, peer.port(), branch, from, to, id, cseq, method, headers), server);
    }

    private String answer(String id, String cseq) throws IOException {
        return peer.await(text -> Texts.status(text) >= 200 && Texts.header(text, "Call-ID").equals(id) && Texts.header(text, "CSeq").equals(cseq), "answer to " + cseq);
    }

    private String proof(String challenged, String method, String uri) {
        for (String name : List.of("WWW-Authenticate", "Proxy-Authenticate")) {
            List<String> challenges = Texts.headers(challenged, name);
            if (!challenges.isEmpty()) {
                String challenge = challenges.get(0).substring(challenges.get(0).indexOf(' ') + 1);
                return (name.startsWith("WWW") ? "Authorization: " : "Proxy-Authorization: ") + digest.answer(challenge, method, uri) + '\n';
            }
        }
        throw new AssertionError("no challenge: " + challenged);
    }

    private static List<String> routes(String message) {
        List<String> routes = new ArrayList<>();
        Texts.headers(message, "Record-Route").forEach(line -> routes.addAll(List.of(line.split("(?<=>)\\s*,\\s*"))));
        return routes;
    }

    private String contact() {
        return "<sip:phone@127.0.0.1:" + peer.port() + '>';
    }

    @Override
    public void close() throws IOException {
        if (isRegistered) {
            register("0");
        }
        peer.close();
    }
}
