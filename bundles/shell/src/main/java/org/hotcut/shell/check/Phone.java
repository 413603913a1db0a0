package org.hotcut.shell.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** What a softphone does to send requests and answer challenges. Blocks; for one thread. */
final class Phone {
    private static final int RESEND_MILLIS = 500;

    private final Wire wire;
    private final String user;
    private final String domain;
    private final char[] password;
    private int cseq;

    /**
     * Is a phone of a user.
     *
     * @param password null to leave challenges unanswered
     */
    Phone(Wire wire, String user, String domain, char[] password) {
        this.wire = wire;
        this.user = user;
        this.domain = domain;
        this.password = password;
    }

    static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    String address() {
        return "sip:" + user + '@' + domain;
    }

    /** Returns the Contact URI: where this line ends. */
    String contact() {
        String transport = wire.transport().equals("UDP") ? "" : ";transport=" + wire.transport().toLowerCase(java.util.Locale.ROOT);
        return "sip:" + user + '@' + host() + transport;
    }

    /** Sends a request outside a dialog, answers its challenge, and returns the final response, or null when none came. */
    SipText ask(String method, String uri, String to, String... more) throws IOException {
        String callId = random();
        SipText answer = transact(request(method, uri, to, callId, more));
        if (answer == null || answer.status() != 401 && answer.status() != 407 || password == null) {
            return answer;
        }
        String[] authorized = authorized(answer, method, uri, more);
        return authorized == null ? answer : transact(request(method, uri, to, callId, authorized));
    }

    /** Returns the header lines with the answer to a challenge added, or null when it cannot be answered. */
    String[] authorized(SipText challenge, String method, String uri, String... more) {
        boolean proxy = challenge.status() == 407;
        String answer = DigestAnswer.to(challenge.headers(proxy ? "Proxy-Authenticate" : "WWW-Authenticate"), user, password, method, uri);
        if (answer == null) {
            return null;
        }
        String[] all = java.util.Arrays.copyOf(more, more.length + 1);
        all[more.length] = (proxy ? "Proxy-Authorization: " : "Authorization: ") + answer;
        return all;
    }

    /** Makes a request. */
    String request(String method, String uri, String to, String callId, String... more) {
        cseq++;
        return text(method + ' ' + uri + " SIP/2.0", via(random()), "Max-Forwards: 70", "From: <" + address() + ">;tag=" + callId.substring(0, 8), "To: " + to,
            "Call-ID: " + callId, "CSeq: " + cseq + ' ' + method, "User-Agent: edge-check", String.join("\r\n", more));
    }

    String via(String branch) {
        return "Via: SIP/2.0/" + wire.transport() + ' ' + host() + ";branch=z9hG4bK" + branch + ";rport";
    }

    /** Puts lines together; empty ones are left out; there is no body. */
    static String text(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            if (!line.isEmpty()) {
                text.append(line).append("\r\n");
            }
        }
        return text.append("Content-Length: 0\r\n\r\n").toString();
    }

    private SipText transact(String request) throws IOException {
        SipText sent = SipText.parse(request);
        long end = System.nanoTime() + Wire.PATIENCE_MILLIS * 1_000_000L;
        wire.send(request);
        while (System.nanoTime() < end) {
            String received = wire.receive(RESEND_MILLIS);
            if (received == null) {
                if (wire.transport().equals("UDP")) {
                    wire.send(request);
                }
                continue;
            }
            SipText answer = SipText.parse(received);
            boolean ours = answer.isResponse() && answer.header("CSeq").equals(sent.header("CSeq")) && answer.header("Call-ID").equals(sent.header("Call-ID"));
            if (ours && answer.status() >= 200) {
                return answer;
            }
        }
        return null;
    }

    private String host() {
        InetSocketAddress local = wire.local();
        String address = local.getAddress().getHostAddress();
        int zone = address.indexOf('%');
        String bare = zone < 0 ? address : address.substring(0, zone);
        return (bare.indexOf(':') < 0 ? bare : '[' + bare + ']') + ':' + local.getPort();
    }
}
