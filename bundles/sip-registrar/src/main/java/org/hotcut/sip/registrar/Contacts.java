package org.hotcut.sip.registrar;

import java.util.ArrayList;
import java.util.List;

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
import org.hotcut.sip.api.location.Location.Unbind;

/** Reads what a REGISTER wants: RFC 3261 section 10.3 steps 6 and 7. */
final class Contacts {
    private static final int MOST_CONTACTS = 20;
    private static final int LONGEST_URI = 1000;
    private static final int LONGEST_INSTANCE = 200;
    private static final int LONGEST_CALL_ID = 255;
    private static final int LONGEST_AGENT = 100;
    private static final int Q_ONE = 1000;
    private static final int HOUR = 3600;
    private static final int FORGIVEN = -1;

    private final Config config;
    private final Accounts accounts;
    private final Flows flows;
    private final PushServices pushes;
    private final String node;

    Contacts(Config config, Accounts accounts, Flows flows, PushServices pushes, String node) {
        this.config = config;
        this.accounts = accounts;
        this.flows = flows;
        this.pushes = pushes;
        this.node = node;
    }

    /** Returns what the request changes. */
    Change change(Asked asked) throws Refusal {
        SipRequest request = asked.request();
        if (request.callId().length() > LONGEST_CALL_ID) {
            throw new Refusal(400, "Call-ID too long");
        }
        List<NameAddr> contacts = asked.contacts();
        if (hasStar(request)) {
            return removal(asked);
        }
        if (contacts.size() > MOST_CONTACTS) {
            throw new Refusal(403, "Too many contacts");
        }
        List<Binding> bind = new ArrayList<>(contacts.size());
        List<Unbind> unbind = List.of();
        for (NameAddr contact : contacts) {
            int seconds = Expires.of(contact.param("expires"), asked.expires());
            if (seconds > 0) {
                bind.add(binding(asked, contact, seconds));
                continue;
            }
            unbind = unbind.isEmpty() ? new ArrayList<>() : unbind;
            String instance = contact.param("+sip.instance");
            unbind.add(new Unbind(contact.uri().text(), instance, instance == null ? 0 : Expires.of(contact.param("reg-id"), 0)));
        }
        checkFlows(bind);
        return new Change(asked.address(), request.callId(), request.cseq(), bind, unbind, false);
    }

    private static boolean hasStar(SipRequest request) {
        for (String contact : request.headers("Contact")) {
            if (contact.equals("*")) {
                return true;
            }
        }
        return false;
    }

    private static Change removal(Asked asked) throws Refusal {
        SipRequest request = asked.request();
        if (request.headers("Contact").size() > 1 || Expires.of(request.header("Expires"), FORGIVEN) != 0) {
            throw new Refusal(400, "Contact * needs Expires 0 and no other Contact");
        }
        return new Change(asked.address(), request.callId(), request.cseq(), List.of(), List.of(), true);
    }

    /** RFC 5626 section 6: a REGISTER that makes a flow, the one that it came by, registers nothing else. */
    private static void checkFlows(List<Binding> bind) throws Refusal {
        if (bind.size() < 2) {
            return;
        }
        for (Binding binding : bind) {
            if (binding.regId() > 0) {
                throw new Refusal(400, "A Contact with reg-id must be the only one");
            }
        }
    }

    private Binding binding(Asked asked, NameAddr contact, int seconds) throws Refusal {
        SipRequest request = asked.request();
        SipUri uri = contact.uri();
        Flow flow = asked.flow();
        String text = uri.text();
        checkUri(uri, text, flow);
        if (seconds < config.minExpires() && seconds < HOUR) {
            throw new Refusal(423, null, new HeaderField("Min-Expires", Integer.toString(config.minExpires())));
        }
        String instance = contact.param("+sip.instance");
        if (instance != null && instance.length() > LONGEST_INSTANCE) {
            throw new Refusal(400, "Instance too long");
        }
        int regId = Outbound.regId(asked, contact, instance);
        boolean onlyWay = Line.isOnlyWay(uri, asked.via(), flow, !asked.path().isEmpty());
        // RFC 5626 section 6: who registers a flow is called by it, wherever his Contact points
        boolean byLine = onlyWay || regId > 0 && !asked.far();
        int most = onlyWay && flow.protocol() == Protocol.UDP ? Math.min(config.maxExpires(), config.maxExpiresBehindNat()) : config.maxExpires();
        return new Binding(asked.address(), text, asked.path(), flow, byLine, node, instance, regId, q(contact), pushes.of(request, uri, text), Features.of(contact.text()),
            agent(request), request.callId(), request.cseq(), asked.now() + Math.min(seconds, most) * 1000L, true, 0);
    }

    private void checkUri(SipUri uri, String text, Flow flow) throws Refusal {
        if (!uri.isSip()) {
            throw new Refusal(400, "Contact must be a sip or sips URI");
        }
        if (text.length() > LONGEST_URI) {
            throw new Refusal(400, "Contact too long");
        }
        if (isThisServer(uri, flow)) {
            throw new Refusal(403, "Contact is this server");
        }
    }

    /**
     * What is sent there would come back to us for ever: an address of ours, or a GRUU of one (RFC 5627 section 5.1). Looking through the machine's addresses is slow,
     * so ports are compared first.
     */
    private boolean isThisServer(SipUri uri, Flow flow) {
        int port = Line.port(uri);
        if (port == flow.remote().getPort() && Line.isAt(uri.host(), flow.remote().getAddress())) {
            return false;
        }
        boolean domain = accounts.domain(uri.host()) != null;
        if (domain && (uri.port() < 0 || uri.param("gr") != null)) {
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

    private static String agent(SipRequest request) {
        String agent = request.header("User-Agent");
        return agent == null || agent.length() <= LONGEST_AGENT ? agent : agent.substring(0, LONGEST_AGENT);
    }
}
