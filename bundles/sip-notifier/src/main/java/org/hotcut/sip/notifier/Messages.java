package org.hotcut.sip.notifier;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.event.StoredMessages.Outcome;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;

/**
 * MESSAGE to our users (RFC 3428): forwarded to the devices that can be reached, kept when there is none or none of them takes it. Those who are nobody, those
 * whom {@code sip-proxy} can wake or connect to, and messages for certain devices are left to it.
 */
final class Messages {
    static final String SILENT = "silent";
    private static final Set<Integer> AWAY = Set.of(408, 430, 480, 503);
    private static final List<String> KEPT = List.of("Content-Type", "Content-Encoding", "Content-Language", "Content-Disposition", "Subject", "Reply-To",
        "In-Reply-To", "Priority", "Organization", "User-Agent");
    private static final List<String> PREFERENCES = List.of("Accept-Contact", "Reject-Contact", "Request-Disposition");
    // RFC 3994: that somebody was writing a week ago is of no use
    private static final String COMPOSING = "application/im-iscomposing+xml";

    private final Accounts accounts;
    private final Location location;
    private final StoredMessages store;
    private final boolean keeps;
    private final Duration silence;

    Messages(Accounts accounts, Location location, StoredMessages store, Config config) {
        this.accounts = accounts;
        this.location = location;
        this.store = store;
        this.keeps = config.keepMessages();
        this.silence = Duration.ofSeconds(Math.max(1, config.silence()));
    }

    Decision request(SipExchange exchange) {
        if (!keeps || !isForUs(exchange)) {
            return Decision.next();
        }
        List<Binding> bindings = location.find(exchange.request().uri().address());
        if (bindings.stream().anyMatch(Devices::canBeCalled)) {
            return Decision.next();
        }
        List<Target> devices = Devices.reachable(bindings, List.of());
        if (devices.isEmpty()) {
            return keep(exchange, false);
        }
        exchange.wake(silence, SILENT);
        return new Decision.Forward(null, devices, false);
    }

    private boolean isForUs(SipExchange exchange) {
        SipRequest request = exchange.request();
        SipUri uri = request.uri();
        if (exchange.dialog() != null || exchange.identity() == null || request.header("Route") != null || request.header("Proxy-Require") != null
            || request.maxForwards() == 0) {
            return false;
        }
        return uri.scheme().equals("sip") && uri.user() != null && accounts.domain(uri.host()) != null && !isForSomeDevices(request) && !isComposing(request);
    }

    /** One device (a GRUU, RFC 5627) or those that the sender prefers (RFC 3841) are not just any of the user's. */
    private static boolean isForSomeDevices(SipRequest request) {
        return request.uri().param("gr") != null || PREFERENCES.stream().anyMatch(name -> request.header(name) != null);
    }

    private static boolean isComposing(SipRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(COMPOSING);
    }

    /** All devices have failed: another line of one of them may be there; if none took it, it is kept. */
    Decision failed(SipExchange exchange) {
        if (exchange.best() == null || !AWAY.contains(exchange.best().status())) {
            return Decision.respond();
        }
        List<Target> others = Devices.reachable(location.find(exchange.request().uri().address()), exchange.tried());
        return others.isEmpty() ? keep(exchange, true) : new Decision.Forward(null, others, false);
    }

    /** Nobody has said anything for so long that the sender is about to give up. */
    Decision silent(SipExchange exchange) {
        return keep(exchange, true);
    }

    private Decision keep(SipExchange exchange, boolean tried) {
        SipUri uri = exchange.request().uri();
        StoredMessage message = message(exchange.request(), exchange.identity(), System.currentTimeMillis());
        CompletableFuture<Account> account = accounts.find(uri.user(), uri.host()).toCompletableFuture();
        if (account.isDone() && (account.isCompletedExceptionally() || account.join() == null)) {
            return unknown(tried);
        }
        CompletionStage<Decision> decision = account.handle((found, away) -> found)
            .thenCompose(found -> found == null ? CompletableFuture.completedFuture(unknown(tried)) : store.keep(message, tried).thenApply(Messages::answer));
        return Decision.later(decision);
    }

    // sip-proxy knows what to say of one who does not exist, or of whom nobody can say whether he does
    private static Decision unknown(boolean tried) {
        return tried ? Decision.reply(480) : Decision.next();
    }

    private static Decision answer(Outcome outcome) {
        return switch (outcome) {
            case KEPT -> Decision.reply(202);
            case TOO_LONG -> Decision.reply(413, "Message too long to be kept");
            case TOO_LATE -> Decision.reply(480);
            case USER_FULL -> Decision.reply(480, "Too many messages wait for this user");
            case SENDER_FULL -> Decision.reply(480, "Too many messages of yours wait");
            case FULL -> Decision.reply(480, "No room for messages");
        };
    }

    static StoredMessage message(SipRequest request, Identity identity, long now) {
        List<HeaderField> headers = new ArrayList<>();
        for (String name : KEPT) {
            String value = request.header(name);
            if (value != null) {
                headers.add(new HeaderField(name, value));
            }
        }
        SipUri from = request.from().uri();
        String sender = identity.kind() == Identity.Kind.USER || !from.isSip() ? identity.name() : from.address();
        return new StoredMessage(id(request), request.uri().address(), sender, request.header("From"), request.header("To"), request.callId(), request.cseq(),
            List.copyOf(headers), request.body(), now, Expiry.at(request, now));
    }

    /** Of the message, not of the exchange: one that comes by two ways is kept once (RFC 3261 section 8.2.2.2). */
    private static String id(SipRequest request) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(request.callId(), String.valueOf(request.from().param("tag")), Long.toString(request.cseq()))) {
                byte[] text = part.getBytes(StandardCharsets.UTF_8);
                hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
                hash.update(text);
            }
            return HexFormat.of().formatHex(hash.digest(request.body()), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
