package org.hotcut.itests;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import org.hotcut.testkit.DigestClient;

/**
 * A telephone that registers, calls, rings, answers and hangs up, and remembers each error it saw: any final answer that is neither success
 * nor a challenge, and the end of its connection.
 */
final class Phone implements AutoCloseable {
    private static final AtomicInteger SERIAL = new AtomicInteger();
    private static final int PATIENCE_SECONDS = 60;

    private final Line line;
    private final String user;
    private final DigestClient digest;
    private final LinkedBlockingDeque<String> inbox = new LinkedBlockingDeque<>();
    private final List<String> errors = new ArrayList<>();
    private final Set<String> requests = new HashSet<>();
    private String push = "";

    Phone(Line line, String user, String password) {
        this.line = line;
        this.user = user;
        this.digest = new DigestClient(user, password);
        line.read(this::received);
    }

    /** From now on its Contact says that a push service wakes it (RFC 8599). */
    Phone pushedBy(String provider, String device) {
        push = ";pn-provider=" + provider + ";pn-prid=" + device;
        return this;
    }

    /** A dialog, seen from one side: what this side's next request needs. */
    record Call(Phone phone, String callId, String local, String remote, String target, List<String> routes, int cseq, String invite) { }

    /** Registers for ten minutes, answering the challenge. */
    void register() throws IOException {
        register(600);
    }

    /** Takes the registration back. */
    void unregister() throws IOException {
        register(0);
    }

    private void register(int seconds) throws IOException {
        String contact = "Contact: " + contact() + "\r\nExpires: " + seconds + "\r\n";
        String answer = transact(request("REGISTER", "sip:example.org", callId(), from(), "<sip:" + user + "@example.org>", 1, contact), "REGISTER");
        expect(answer, "SIP/2.0 200");
    }

    /** Sends an INVITE without waiting for anything. */
    Call invite(String callee) throws IOException {
        String uri = "sip:" + callee + "@example.org";
        String request = request("INVITE", uri, callId(), from(), '<' + uri + '>', 1, "Contact: " + contact() + "\r\n");
        line.send(request);
        return new Call(this, header(request, "Call-ID"), header(request, "From"), header(request, "To"), uri, List.of(), 1, request);
    }

    /** Answers the challenge of an INVITE if one comes; returns the call as it is then. */
    Call authorize(Call call) throws IOException {
        String challenge = await(m -> isResponse(m, call) && (status(m) == 407 || status(m) > 100 && status(m) < 300), "answer to INVITE");
        if (status(challenge) != 407) {
            inbox.addFirst(challenge);
            return call;
        }
        line.send(request("ACK", call.target, call.callId, call.local, header(challenge, "To"), 1, "").replaceFirst("branch=[^;\r]+", "branch=" + branch(call.invite)));
        String proof = "Proxy-Authorization: " + digest.answer(header(challenge, "Proxy-Authenticate").substring(7), "INVITE", call.target) + "\r\n";
        String again = request("INVITE", call.target, call.callId, call.local, call.remote, 2, "Contact: " + contact() + "\r\n" + proof);
        line.send(again);
        return new Call(this, call.callId, call.local, call.remote, call.target, List.of(), 2, again);
    }

    /** Waits for a final answer, which must be one of these. */
    void awaitFinal(Call call, Integer... codes) {
        String answer = await(m -> isResponse(m, call) && status(m) >= 200, "final answer to INVITE");
        if (!List.of(codes).contains(status(answer))) {
            throw new AssertionError("not one of " + List.of(codes) + " but " + answer);
        }
    }

    /** Waits until the callee rings. */
    void awaitRinging(Call call) {
        await(m -> isResponse(m, call) && status(m) == 180, "180");
    }

    /** Waits for 200 and acknowledges it. */
    Call awaitAnswer(Call call) throws IOException {
        String ok = await(m -> isResponse(m, call) && status(m) == 200, "200 to INVITE");
        List<String> routes = new ArrayList<>();
        headers(ok, "Record-Route").forEach(route -> routes.add(0, route));
        Call up = new Call(this, call.callId, call.local, header(ok, "To"), uri(header(ok, "Contact")), routes, call.cseq, call.invite);
        line.send(inDialog("ACK", up, up.cseq));
        return up;
    }

    /** Waits for an INVITE and rings. */
    Call awaitCall() throws IOException {
        String invite = await(m -> m.startsWith("INVITE "), "INVITE");
        List<String> routes = headers(invite, "Record-Route");
        String local = header(invite, "To") + ";tag=" + SERIAL.incrementAndGet();
        Call call = new Call(this, header(invite, "Call-ID"), local, header(invite, "From"), uri(header(invite, "Contact")), routes, 1, invite);
        answer(call, "180 Ringing");
        return call;
    }

    /** Waits for somebody to give the call up, which may take so long, and lets it go. */
    void awaitCancel(Call call, int seconds) throws IOException {
        String cancel = await(m -> m.startsWith("CANCEL ") && header(m, "Call-ID").equals(call.callId), "CANCEL", seconds);
        line.send(response(cancel, "200 OK", call.local, ""));
        answer(call, "487 Request Terminated");
    }

    /** Takes the call. */
    void accept(Call call) throws IOException {
        answer(call, "200 OK");
    }

    /** Waits for the ACK to our 200. */
    void awaitAcknowledgement(Call call) {
        await(m -> m.startsWith("ACK ") && header(m, "Call-ID").equals(call.callId), "ACK");
    }

    /** Ends the call. */
    void hangUp(Call call) throws IOException {
        Call next = new Call(this, call.callId, call.local, call.remote, call.target, call.routes, call.cseq + 1, call.invite);
        line.send(inDialog("BYE", next, next.cseq));
    }

    /** Waits for the other side's 200 to our BYE. */
    void awaitEnd(Call call) {
        await(m -> m.startsWith("SIP/2.0 200") && header(m, "Call-ID").equals(call.callId) && header(m, "CSeq").endsWith("BYE"), "200 to BYE");
    }

    /** Waits for the other side's BYE and says 200. */
    void awaitHangUp(Call call) throws IOException {
        String bye = await(m -> m.startsWith("BYE ") && header(m, "Call-ID").equals(call.callId), "BYE");
        line.send(response(bye, "200 OK", header(bye, "To"), ""));
    }

    /** Returns the errors seen so far. */
    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (errors) {
            errors.clear();
        }
        line.close();
    }

    private void received(String message) {
        if (message.isEmpty()) {
            error("the server closed the connection");
            return;
        }
        if (message.startsWith("SIP/2.0 ") && status(message) >= 300 && status(message) != 401 && status(message) != 407) {
            error(message);
        }
        // a server that waits half a second for our answer asks once more over UDP: that is no other call
        if (message.startsWith("SIP/2.0 ") || requests.add(message.substring(0, message.indexOf(' ')) + ' ' + branch(message))) {
            inbox.add(message);
        }
    }

    private void error(String what) {
        synchronized (errors) {
            errors.add(user + " over " + line.protocol() + ": " + what);
        }
    }

    private String transact(String request, String method) throws IOException {
        line.send(request);
        String answer = await(m -> m.startsWith("SIP/2.0 ") && status(m) >= 200 && header(m, "CSeq").endsWith(method), "answer to " + method);
        if (status(answer) != 401) {
            return answer;
        }
        String uri = request.substring(method.length() + 1, request.indexOf(" SIP/2.0"));
        String proof = "Authorization: " + digest.answer(header(answer, "WWW-Authenticate").substring(7), method, uri) + "\r\n";
        String again = request.replace("CSeq: 1 ", "CSeq: 2 ").replaceFirst("branch=[^;\r]+", "branch=z9hG4bK" + SERIAL.incrementAndGet() + "r")
                .replace("Content-Length:", proof + "Content-Length:");
        line.send(again);
        return await(m -> m.startsWith("SIP/2.0 ") && status(m) >= 200 && header(m, "CSeq").equals("2 " + method), "second answer to " + method);
    }

    private void answer(Call call, String status) throws IOException {
        line.send(response(call.invite, status, call.local, "Contact: " + contact() + "\r\n"));
    }

    private String await(Predicate<String> wanted, String what) {
        return await(wanted, what, PATIENCE_SECONDS);
    }

    private String await(Predicate<String> wanted, String what, int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        List<String> others = new ArrayList<>();
        try {
            while (true) {
                String message = inbox.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError("no " + what + " came to " + user + " over " + line.protocol() + "; others: " + others + "; errors: " + errors());
                }
                if (wanted.test(message)) {
                    return message;
                }
                others.add(message);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            others.forEach(inbox::addFirst);
        }
    }

    private String request(String method, String uri, String callId, String from, String to, int cseq, String more) {
        return method + ' ' + uri + " SIP/2.0\r\nVia: SIP/2.0/" + line.protocol() + " 127.0.0.1:" + line.port() + ";branch=z9hG4bK" + SERIAL.incrementAndGet()
                + "p\r\nMax-Forwards: 70\r\nFrom: " + from + "\r\nTo: " + to + "\r\nCall-ID: " + callId + "\r\nCSeq: " + cseq + ' ' + method + "\r\n" + more
                + "Content-Length: 0\r\n\r\n";
    }

    private String inDialog(String method, Call call, int cseq) {
        StringBuilder routes = new StringBuilder();
        call.routes.forEach(route -> routes.append("Route: ").append(route).append("\r\n"));
        return request(method, call.target, call.callId, call.local, call.remote, cseq, routes.toString());
    }

    private static String response(String request, String status, String to, String more) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String name : List.of("Via", "Record-Route")) {
            headers(request, name).forEach(value -> text.append(name).append(": ").append(value).append("\r\n"));
        }
        for (String name : List.of("From", "Call-ID", "CSeq")) {
            text.append(name).append(": ").append(header(request, name)).append("\r\n");
        }
        return text.append("To: ").append(to).append("\r\n").append(more).append("Content-Length: 0\r\n\r\n").toString();
    }

    private String contact() {
        return "<sip:" + user + "@127.0.0.1:" + line.port() + ";transport=" + line.protocol().toLowerCase(java.util.Locale.ROOT) + push + '>';
    }

    private String from() {
        return "<sip:" + user + "@example.org>;tag=" + SERIAL.incrementAndGet();
    }

    private static String callId() {
        return "call-" + SERIAL.incrementAndGet() + '@' + System.nanoTime();
    }

    private static boolean isResponse(String message, Call call) {
        return message.startsWith("SIP/2.0 ") && header(message, "Call-ID").equals(call.callId) && header(message, "CSeq").equals(call.cseq + " INVITE");
    }

    private static int status(String message) {
        return Integer.parseInt(message.substring(8, 11));
    }

    private static String branch(String message) {
        String via = header(message, "Via");
        int start = via.indexOf("branch=") + 7;
        int end = via.indexOf(';', start);
        return end < 0 ? via.substring(start) : via.substring(start, end);
    }

    private static String uri(String nameAddr) {
        return nameAddr.substring(nameAddr.indexOf('<') + 1, nameAddr.indexOf('>'));
    }

    private static void expect(String message, String start) {
        if (!message.startsWith(start)) {
            throw new AssertionError("not " + start + " but " + message);
        }
    }

    /** Returns the first value of a header field, which must be there. */
    static String header(String message, String name) {
        List<String> values = headers(message, name);
        if (values.isEmpty()) {
            throw new AssertionError("no " + name + " in " + message);
        }
        return values.get(0);
    }

    private static List<String> headers(String message, String name) {
        List<String> values = new ArrayList<>();
        for (String header : message.substring(0, message.indexOf("\r\n\r\n")).split("\r\n")) {
            if (header.regionMatches(true, 0, name + ':', 0, name.length() + 1)) {
                values.add(header.substring(name.length() + 1).trim());
            }
        }
        return values;
    }
}
