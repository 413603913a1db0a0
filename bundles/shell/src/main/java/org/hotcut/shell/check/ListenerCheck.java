package org.hotcut.shell.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;

import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.shell.Addresses;

/** Asks each listener for its OPTIONS, and for one unknown user's registration, which must be challenged. */
final class ListenerCheck {
    private final SSLContext trust;
    private final Findings findings;

    ListenerCheck(SSLContext trust, Findings findings) {
        this.trust = trust;
        this.findings = findings;
    }

    /** Returns the listeners that answered. */
    List<Endpoint> check(List<Endpoint> endpoints, Collection<Domain> domains) {
        if (endpoints.isEmpty()) {
            findings.wrong("Nothing listens, so no phone can reach this server", "The log says why; listeners are etc/org.hotcut.net.listener-*.cfg.");
        }
        List<Endpoint> answering = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            if (isTried(endpoint) && options(endpoint)) {
                answering.add(endpoint);
            }
        }
        if (!answering.isEmpty() && !domains.isEmpty()) {
            register(answering.get(0), domains.iterator().next());
        }
        return answering;
    }

    private boolean isTried(Endpoint endpoint) {
        return switch (endpoint.protocol()) {
            case UDP, TCP -> true;
            case TLS -> trust != null;
            case WS, WSS, DTLS, ACME -> false;
        };
    }

    private boolean options(Endpoint endpoint) {
        try (Wire wire = Wire.open(endpoint, trust)) {
            String uri = "sip:" + host(endpoint);
            SipText answer = new Phone(wire, "edge-check", "edge-check.invalid", null).ask("OPTIONS", uri, '<' + uri + '>');
            if (answer == null) {
                findings.wrong(name(endpoint) + " takes a message but does not answer within " + Wire.PATIENCE_MILLIS / 1_000 + " s",
                    "Is a handler absent (sip:chain), or does a firewall of this machine drop it?");
                return false;
            }
            if (answer.status() != 200) {
                findings.wrong(name(endpoint) + " answers OPTIONS with " + answer.outcome(), "A server that is well answers 200: sip:trace '*' shows what happens.");
                return false;
            }
            findings.ok(name(endpoint) + " answers");
            return true;
        } catch (IOException e) {
            String remedy = endpoint.protocol() == Protocol.TLS ? "cert:show tells which certificate is presented." : "Does something keep this machine from reaching itself?";
            findings.wrong(name(endpoint) + " cannot be reached: " + e.getMessage(), remedy);
            return false;
        }
    }

    private void register(Endpoint endpoint, Domain domain) {
        try (Wire wire = Wire.open(endpoint, trust)) {
            // without a Contact it is a question that changes nothing
            Phone phone = new Phone(wire, "edge-check-nobody", domain.name(), null);
            SipText answer = phone.ask("REGISTER", "sip:" + bracketed(domain.name()), '<' + phone.address() + '>');
            registered(endpoint, domain, answer);
        } catch (IOException e) {
            findings.wrong("REGISTER by " + name(endpoint) + " failed: " + e.getMessage(), "");
        }
    }

    private void registered(Endpoint endpoint, Domain domain, SipText answer) {
        if (answer == null) {
            findings.wrong("REGISTER by " + name(endpoint) + " is not answered", "Is a handler absent? sip:chain tells.");
        } else if (answer.status() == 401) {
            String realm = DigestAnswer.parameter(answer.header("WWW-Authenticate"), "realm");
            if (realm.equals(domain.realm())) {
                findings.ok("REGISTER for " + domain.name() + " is challenged");
            } else {
                findings.wrong("The challenge for " + domain.name() + " has the realm " + realm + " and not " + domain.realm(),
                    "No phone can answer it: domain:list shows the realms.");
            }
        } else if (answer.status() == 200 || answer.status() == 404) {
            findings.note("REGISTER from this machine is not challenged: its address is trusted", "access:list shows who is trusted, access:remove ends it.");
        } else {
            findings.wrong("REGISTER for " + domain.name() + " is answered " + answer.outcome(),
                answer.status() == 503 ? "Nobody can say who has an account: edge:status tells why." : "");
        }
    }

    static String name(Endpoint endpoint) {
        return endpoint.protocol().name().toLowerCase(Locale.ROOT) + ' ' + Addresses.text(Addresses.text(endpoint.local().getAddress()), endpoint.local().getPort());
    }

    private static String host(Endpoint endpoint) throws IOException {
        return Addresses.text(Addresses.text(Wire.reachable(endpoint.local()).getAddress()), endpoint.local().getPort());
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : '[' + host + ']';
    }
}
