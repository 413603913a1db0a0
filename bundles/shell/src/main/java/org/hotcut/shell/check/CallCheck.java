package org.hotcut.shell.check;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;

/** Registers as a user and calls that user: the call must come back by the same line. */
final class CallCheck {
    private final SSLContext trust;
    private final Findings findings;

    CallCheck(SSLContext trust, Findings findings) {
        this.trust = trust;
        this.findings = findings;
    }

    /** Tries the most secure of the listeners. */
    void check(List<Endpoint> endpoints, String address, char[] password) {
        Endpoint endpoint = endpoints.stream().filter(one -> one.protocol() == Protocol.UDP || one.protocol() == Protocol.TCP || one.protocol() == Protocol.TLS)
            .max(Comparator.comparing(Endpoint::protocol)).orElse(null);
        int at = address.lastIndexOf('@');
        if (endpoint == null || at <= 0) {
            findings.wrong("Nobody could be registered: " + (endpoint == null ? "no listener answers" : address + " is no address"), "");
            return;
        }
        try (Wire wire = Wire.open(endpoint, trust)) {
            check(endpoint, wire, new Phone(wire, address.substring(0, at).replaceFirst("^sips?:", ""), address.substring(at + 1), password));
        } catch (IOException e) {
            findings.wrong("The line to " + ListenerCheck.name(endpoint) + " failed: " + e.getMessage(), "");
        }
    }

    private void check(Endpoint endpoint, Wire wire, Phone phone) throws IOException {
        if (!register(endpoint, phone, 60)) {
            return;
        }
        try {
            String fault = new SelfCall(wire, phone).run();
            if (fault == null) {
                findings.ok("A call from " + phone.address() + " to itself was set up and ended by " + ListenerCheck.name(endpoint));
            } else {
                findings.wrong("The call from " + phone.address() + " to itself: " + fault,
                    "sip:trace " + phone.address().substring(4) + " in another console shows its messages.");
            }
        } finally {
            register(phone, 0);
        }
    }

    private boolean register(Endpoint endpoint, Phone phone, int seconds) throws IOException {
        SipText answer = register(phone, seconds);
        if (answer == null) {
            findings.wrong("REGISTER of " + phone.address() + " is not answered", "Is a handler absent? sip:chain tells.");
            return false;
        }
        if (answer.status() == 200) {
            findings.ok(phone.address() + " can register by " + ListenerCheck.name(endpoint));
            return true;
        }
        String remedy = switch (answer.status()) {
            case 401, 407 -> "The password is wrong, or there is no such user: user:password sets another one, user:list shows the users.";
            case 503 -> "Nobody can say who has an account: edge:status tells why.";
            default -> "";
        };
        findings.wrong(phone.address() + " cannot register: " + answer.outcome(), remedy);
        return false;
    }

    private static SipText register(Phone phone, int seconds) throws IOException {
        String domain = phone.address().substring(phone.address().lastIndexOf('@') + 1);
        return phone.ask("REGISTER", "sip:" + domain, '<' + phone.address() + '>', "Contact: <" + phone.contact() + '>', "Expires: " + seconds);
    }
}
