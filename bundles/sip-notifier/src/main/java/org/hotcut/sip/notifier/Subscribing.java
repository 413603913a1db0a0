package org.hotcut.sip.notifier;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.sip.api.event.Subscriptions.Outcome;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;

/** SUBSCRIBE, with this server as the notifier (RFC 6665 section 4.2.1). */
final class Subscribing {
    private static final Map<String, String> TYPES = Map.of(Rules.REG, RegPackage.TYPE, Rules.PRESENCE, PresencePackage.TYPE);

    private static final int LONGEST = 4_096;

    private final Rules rules;
    private final Rights rights;
    private final Location location;
    private final Subscriptions subscriptions;
    private final SipClient client;
    private final Expiry expiry;

    Subscribing(Rules rules, Rights rights, Location location, Subscriptions subscriptions, SipClient client, Config config) {
        this.rules = rules;
        this.rights = rights;
        this.location = location;
        this.subscriptions = subscriptions;
        this.client = client;
        this.expiry = new Expiry(config);
    }

    Decision request(SipExchange exchange) {
        SipRequest request = exchange.request();
        if (exchange.dialog() != null || request.header("Route") != null) {
            return Decision.next();
        }
        EventHeader event = EventHeader.of(request);
        boolean served = event != null && rules.served().contains(event.name());
        if (request.to().param("tag") != null) {
            return served ? inDialog(exchange, event) : Decision.next();
        }
        if (!rules.isForUser(exchange) || !served && rules.isPassedOn(event)) {
            return Decision.next();
        }
        return served ? first(exchange, event) : rules.badEvent();
    }

    private Decision first(SipExchange exchange, EventHeader event) {
        SipRequest request = exchange.request();
        String watcher = Rules.speaker(exchange);
        List<NameAddr> contacts = request.addresses("Contact");
        long seconds = expiry.granted(request);
        if (request.header("Require") != null) {
            return Decision.reply(420, null, new HeaderField("Unsupported", String.join(", ", request.headers("Require"))));
        }
        if (!rules.mayWatch(watcher, event.name(), request.uri().address())) {
            return Decision.reply(403);
        }
        if (contacts.size() != 1) {
            return Decision.reply(400, "One Contact is needed");
        }
        if (length(request) > LONGEST) {
            return Decision.reply(400, "From, To, Contact, Call-ID or route too long");
        }
        if (!accepts(request, TYPES.get(event.name()))) {
            return Decision.reply(406);
        }
        if (seconds < 0) {
            return Decision.reply(423, null, new HeaderField("Min-Expires", expiry.least()));
        }
        Flow flow = line(exchange, contacts.get(0));
        Subscription subscription = new Subscription(event.name(), event.id(), request.uri().address(), watcher, request.callId(), exchange.tag(),
            request.header("To") + ";tag=" + exchange.tag(), request.header("From"), contacts.get(0).uri().text(), request.headers("Record-Route"), flow,
            device(exchange.flow(), watcher), request.cseq(), System.currentTimeMillis() + seconds * 1_000,
            exchange.identity().kind() == Identity.Kind.TRUSTED);
        Decision accepted = accepted(exchange, seconds);
        return rules.whenKnown(request, () -> subscriptions.subscribe(subscription).thenApply(outcome -> answer(outcome, accepted)));
    }

    /** Returns how many characters of the request are kept while the subscription lives. */
    private static int length(SipRequest request) {
        int length = request.header("From").length() + request.header("To").length() + request.callId().length() + request.header("Contact").length();
        for (String route : request.headers("Record-Route")) {
            length += route.length();
        }
        return length;
    }

    private Decision inDialog(SipExchange exchange, EventHeader event) {
        SipRequest request = exchange.request();
        List<NameAddr> contacts = request.addresses("Contact");
        long seconds = expiry.granted(request);
        if (seconds < 0) {
            return Decision.reply(423, null, new HeaderField("Min-Expires", expiry.least()));
        }
        String watcher = String.valueOf(Rules.speaker(exchange));
        String contact = contacts.size() == 1 && contacts.get(0).uri().text().length() < LONGEST ? contacts.get(0).uri().text() : null;
        Flow flow = contact == null ? exchange.flow() : line(exchange, contacts.get(0));
        Refresh refresh = new Refresh(event.name(), event.id(), watcher, request.callId(), request.to().param("tag"), request.from().param("tag"), contact, flow,
            device(exchange.flow(), watcher), request.cseq(), System.currentTimeMillis() + seconds * 1_000);
        Decision accepted = accepted(exchange, seconds);
        return Decision.later(subscriptions.find(refresh.callId(), refresh.tag()).thenCompose(known -> refresh(known, refresh, accepted)));
    }

    /** The right to know is looked at each time. */
    private CompletionStage<Decision> refresh(Subscription known, Refresh refresh, Decision accepted) {
        boolean isHis = known != null && known.watcher().equals(refresh.watcher());
        CompletionStage<String> lost = isHis ? rights.lost(known) : CompletableFuture.completedFuture(null);
        return lost.thenCompose(reason -> reason == null ? subscriptions.refresh(refresh).thenApply(outcome -> answer(outcome, accepted))
            : subscriptions.end(refresh.callId(), refresh.tag(), reason).thenApply(ended -> Decision.reply(reason.equals(Rights.REJECTED) ? 403 : 404)));
    }

    private Decision accepted(SipExchange exchange, long seconds) {
        List<HeaderField> headers = new ArrayList<>();
        // RFC 3261 section 12.1.1
        exchange.request().headers("Record-Route").forEach(route -> headers.add(new HeaderField("Record-Route", route)));
        headers.add(new HeaderField("Contact", '<' + client.contact(exchange.flow()) + '>'));
        headers.add(new HeaderField("Expires", Long.toString(seconds)));
        return new Decision.Reply(200, null, headers, null);
    }

    private static Decision answer(Outcome outcome, Decision accepted) {
        return switch (outcome) {
            case DONE -> accepted;
            case NONE -> Decision.reply(481);
            case OUT_OF_ORDER -> Decision.reply(500, "CSeq is lower than the last");
            case USER_FULL -> Decision.reply(403, "Too many subscriptions");
            case FULL -> Decision.reply(503, null, new HeaderField("Retry-After", "60"));
        };
    }

    /** RFC 6665 section 4.2.1.1: without Accept the package's own type is meant; of packages of others we do not know theirs. */
    private static boolean accepts(SipRequest request, String type) {
        if (type == null || request.header("Accept") == null) {
            return true;
        }
        for (String accepted : request.headers("Accept").stream().flatMap(line -> List.of(line.split(",")).stream()).collect(Collectors.toList())) {
            String range = accepted.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
            if (range.equals(type) || range.equals("*/*") || range.equals("application/*")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the line by which requests reach the subscriber: a connection always, a datagram's when the Contact is not where it came from. Null when the Contact
     * or, behind other proxies, the route leads to him.
     */
    private static Flow line(SipExchange exchange, NameAddr contact) {
        SipRequest request = exchange.request();
        Flow flow = exchange.flow();
        if (request.header("Record-Route") != null || request.headers("Via").size() > 1) {
            return null;
        }
        InetAddress from = flow.remote().getAddress();
        boolean there = !flow.protocol().isStream() && from != null && contact.uri().isSip() && contact.uri().host().equals(from.getHostAddress());
        return there ? null : flow;
    }

    /** Returns the key of the watcher's device on this line, 0 when he is not registered by it. */
    private long device(Flow flow, String watcher) {
        for (Binding binding : location.find(watcher)) {
            if (binding.flow().equals(flow)) {
                return binding.key();
            }
        }
        return 0;
    }
}
