package org.hotcut.sip.registrar;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location.Change;

/** Reads what a REGISTER wants: RFC 3261 section 10.3 steps 6 and 7. */
final class Contacts {
    private static final int MOST_CONTACTS = 20;
    private static final int LONGEST_URI = 1000;
    private static final int LONGEST_INSTANCE = 200;
    private static final int LONGEST_CALL_ID = 255;
    private static final int LONGEST_AGENT = 100;
    private static final int LONGEST_PATH = 2000;
    private static final int Q_ONE = 1000;
    private static final int HOUR = 3600;
    private static final int FORGIVEN = -1;

    private final Config config;
    private final Accounts accounts;
    private final Flows flows;
    private final String node;

    Contacts(Config config, Accounts accounts, Flows flows, String node) {
        this.config = config;
        this.accounts = accounts;
        this.flows = flows;
        this.node = node;
    }

    /**
     * Returns what the request changes, or null when it only asks.
     *
     * @param address the address-of-record
     */
    Change change(SipRequest request, Flow flow, String address) throws Refusal {
        List<String> texts = request.headers("Contact");
        if (texts.isEmpty()) {
            return null;
        }
        if (request.callId().length() > LONGEST_CALL_ID) {
            throw new Refusal(400, "Call-ID too long");
        }
        if (texts.contains("*")) {
            return removal(request, texts, address);
        }
        if (texts.size() > MOST_CONTACTS) {
            throw new Refusal(403, "Too many contacts");
        }
        List<Binding> bind = new ArrayList<>(texts.size());
        List<String> unbind = new ArrayList<>(0);
        Asked asked = new Asked(request, flow, address, path(request), expires(request.header("Expires"), config.defaultExpires()), System.currentTimeMillis());
        for (NameAddr contact : request.addresses("Contact")) {
            int seconds = expires(contact.param("expires"), asked.expires());
            if (seconds == 0) {
                unbind.add(contact.uri().text());
            } else {
                bind.add(binding(asked, contact, seconds));
            }
        }
        return new Change(address, request.callId(), request.cseq(), bind, unbind, false);
    }

    /** What all Contacts of a request have in common. */
    private record Asked(SipRequest request, Flow flow, String address, List<String> path, int expires, long now) { }

    private static Change removal(SipRequest request, List<String> contacts, String address) throws Refusal {
        if (contacts.size() > 1 || expires(request.header("Expires"), FORGIVEN) != 0) {
            throw new Refusal(400, "Contact * needs Expires 0 and no other Contact");
        }
        return new Change(address, request.callId(), request.cseq(), List.of(), List.of(), true);
    }

    private Binding binding(Asked asked, NameAddr contact, int seconds) throws Refusal {
        SipUri uri = contact.uri();
        Flow flow = asked.flow();
        checkUri(uri, flow);
        if (seconds < config.minExpires() && seconds < HOUR) {
            throw new Refusal(423, null, new HeaderField("Min-Expires", Integer.toString(config.minExpires())));
        }
        String instance = contact.param("+sip.instance");
        if (instance != null && instance.length() > LONGEST_INSTANCE) {
            throw new Refusal(400, "Instance too long");
        }
        boolean onlyWay = Line.isOnlyWay(uri, asked.request().headers("Via").get(0), flow, !asked.path().isEmpty());
        int most = onlyWay && flow.protocol() == Protocol.UDP ? Math.min(config.maxExpires(), config.maxExpiresBehindNat()) : config.maxExpires();
        long expiresAt = asked.now() + Math.min(seconds, most) * 1000L;
        return new Binding(asked.address(), uri.text(), asked.path(), flow, onlyWay, node, instance, regId(contact), q(contact), push(uri),
            null, agent(asked.request()), asked.request().callId(), asked.request().cseq(), expiresAt, true, 0);
    }

    private void checkUri(SipUri uri, Flow flow) throws Refusal {
        if (!uri.isSip()) {
            throw new Refusal(400, "Contact must be a sip or sips URI");
        }
        if (uri.text().length() > LONGEST_URI) {
            throw new Refusal(400, "Contact too long");
        }
        if (isThisServer(uri, flow)) {
            throw new Refusal(403, "Contact is this server");
        }
    }

    /** What is sent there would come back to us for ever. Looking through the machine's addresses is slow, so ports are compared first. */
    private boolean isThisServer(SipUri uri, Flow flow) {
        int port = Line.port(uri);
        if (port == flow.remote().getPort() && flow.remote().getAddress().equals(Line.literal(uri.host()))) {
            return false;
        }
        boolean domain = accounts.domain(uri.host()) != null;
        if (domain && uri.port() < 0) {
            return true;
        }
        for (Endpoint endpoint : flows.endpoints()) {
            // another program may listen on another port of a host that bears the domain's name
            if ((endpoint.port() == port || endpoint.local().getPort() == port) && (domain || endpoint.isAt(uri.host()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * RFC 3327 section 5.3. Path is kept whether or not the client says that it understands it: only a proxy between us puts it in, and
     * without it the client cannot be reached.
     */
    private static List<String> path(SipRequest request) throws Refusal {
        if (request.header("Path") == null) {
            return List.of();
        }
        List<String> path = request.headers("Path");
        if (path.stream().mapToInt(String::length).sum() > LONGEST_PATH) {
            throw new Refusal(400, "Path too long");
        }
        return List.copyOf(path);
    }

    /** RFC 3261 section 20.19: what is malformed counts as if nothing had been said. */
    private static int expires(String text, int otherwise) {
        if (text == null || text.isEmpty() || text.length() > 10 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return otherwise;
        }
        return (int) Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    }

    private static int q(NameAddr contact) throws Refusal {
        String q = contact.param("q");
        if (q == null) {
            return Q_ONE;
        }
        try {
            return Math.max(0, Math.min(Q_ONE, Math.round(Float.parseFloat(q) * Q_ONE)));
        } catch (NumberFormatException e) {
            throw new Refusal(400, "Broken q in Contact");
        }
    }

    /** RFC 5626 section 4.2: counted from 1. */
    private static int regId(NameAddr contact) {
        return expires(contact.param("reg-id"), 0);
    }

    /** RFC 8599 section 4.1: parameters of the URI. */
    private static String push(SipUri uri) {
        String text = uri.text();
        if (!text.toLowerCase(Locale.ROOT).contains(";pn-")) {
            return null;
        }
        StringBuilder push = new StringBuilder();
        for (String param : text.split("[;?]")) {
            if (param.regionMatches(true, 0, "pn-", 0, 3)) {
                push.append(push.length() == 0 ? "" : ";").append(param);
            }
        }
        return push.toString();
    }

    private static String agent(SipRequest request) {
        String agent = request.header("User-Agent");
        return agent == null || agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
    }
}
