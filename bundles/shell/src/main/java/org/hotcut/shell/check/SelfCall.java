package org.hotcut.shell.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Both ends of a call on one line: INVITE, 200, ACK, BYE (RFC 3261 section 24.2), without media. */
final class SelfCall {
    private final Wire wire;
    private final Phone phone;
    private final String callId = Phone.random();
    private final String calledTag = Phone.random();
    private String invite;
    private boolean answeredChallenge;
    private boolean rang;
    private boolean established;
    private boolean acknowledged;
    private boolean byeArrived;
    private boolean ended;

    SelfCall(Wire wire, Phone phone) {
        this.wire = wire;
        this.phone = phone;
    }

    /** Returns what went wrong, or null. */
    String run() throws IOException {
        invite = phone.request("INVITE", phone.address(), '<' + phone.address() + '>', callId, contact());
        wire.send(invite);
        long end = System.nanoTime() + 2L * Wire.PATIENCE_MILLIS * 1_000_000;
        while (!ended && System.nanoTime() < end) {
            String received = wire.receive(500);
            if (received == null) {
                continue;
            }
            SipText message = SipText.parse(received);
            String fault = !message.header("Call-ID").equals(callId) ? null : message.isResponse() ? response(message) : request(message);
            if (fault != null) {
                return fault;
            }
        }
        return ended ? null : missing();
    }

    private String missing() {
        return !rang ? "the INVITE did not come back to the phone" : !established ? "the answer (200) did not reach the caller"
            : !acknowledged ? "the ACK did not reach the called side" : !byeArrived ? "the BYE did not reach the called side" : "the BYE was not answered";
    }

    private String response(SipText response) throws IOException {
        int status = response.status();
        if (status < 200) {
            return null;
        }
        if (response.method().equals("BYE")) {
            ended = status < 300;
            return ended ? null : "the BYE was answered " + response.outcome();
        }
        if (status < 300) {
            established(response);
            return null;
        }
        acknowledgeFailure(response);
        if (status != 407 && status != 401 || answeredChallenge) {
            return "it was answered " + response.outcome();
        }
        answeredChallenge = true;
        String[] headers = phone.authorized(response, "INVITE", phone.address(), contact());
        if (headers == null) {
            return "its challenge cannot be answered: " + response.header("Proxy-Authenticate");
        }
        invite = phone.request("INVITE", phone.address(), '<' + phone.address() + '>', callId, headers);
        wire.send(invite);
        return null;
    }

    /** RFC 3261 section 17.1.1.3: in the transaction of the INVITE. */
    private void acknowledgeFailure(SipText response) throws IOException {
        SipText sent = SipText.parse(invite);
        wire.send(Phone.text(sent.startLine().replaceFirst("INVITE", "ACK"), "Via: " + sent.header("Via"), "Max-Forwards: 70", "From: " + sent.header("From"),
            "To: " + response.header("To"), "Call-ID: " + callId, "CSeq: " + sent.header("CSeq").replace("INVITE", "ACK")));
    }

    private void established(SipText response) throws IOException {
        String sequence = response.header("CSeq").replace(" INVITE", "");
        String target = uri(response.header("Contact"));
        wire.send(Phone.text("ACK " + target + " SIP/2.0", phone.via(Phone.random()), routes(response), "Max-Forwards: 70", "From: " + response.header("From"),
            "To: " + response.header("To"), "Call-ID: " + callId, "CSeq: " + sequence + " ACK"));
        if (!established) {
            established = true;
            wire.send(Phone.text("BYE " + target + " SIP/2.0", phone.via(Phone.random()), routes(response), "Max-Forwards: 70", "From: " + response.header("From"),
                "To: " + response.header("To"), "Call-ID: " + callId, "CSeq: " + (Long.parseLong(sequence) + 1) + " BYE"));
        }
    }

    private String request(SipText request) throws IOException {
        switch (request.method()) {
            case "INVITE" -> {
                rang = true;
                answer(request, "180 Ringing");
                answer(request, "200 OK");
            }
            case "ACK" -> acknowledged = true;
            case "BYE" -> {
                byeArrived = true;
                answer(request, "200 OK");
            }
            default -> answer(request, "405 Method Not Allowed");
        }
        return null;
    }

    private void answer(SipText request, String status) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("SIP/2.0 " + status);
        request.headers("Via").forEach(via -> lines.add("Via: " + via));
        request.headers("Record-Route").forEach(route -> lines.add("Record-Route: " + route));
        lines.add("From: " + request.header("From"));
        String to = request.header("To");
        lines.add("To: " + to + (to.contains(";tag=") ? "" : ";tag=" + calledTag));
        lines.add("Call-ID: " + callId);
        lines.add("CSeq: " + request.header("CSeq"));
        lines.add(contact());
        wire.send(Phone.text(lines.toArray(new String[0])));
    }

    private String contact() {
        return "Contact: <" + phone.contact() + '>';
    }

    /** The caller's route set is the Record-Route backwards (RFC 3261 section 12.1.2). */
    private static String routes(SipText response) {
        List<String> routes = new ArrayList<>();
        for (String line : response.headers("Record-Route")) {
            Collections.addAll(routes, line.split(",(?=\\s*<)"));
        }
        Collections.reverse(routes);
        return routes.isEmpty() ? "" : "Route: " + String.join(", ", routes);
    }

    private static String uri(String contact) {
        int open = contact.indexOf('<');
        return open < 0 ? contact : contact.substring(open + 1, contact.indexOf('>'));
    }
}
