package org.hotcut.sip.notifier;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.event.Subscriptions;

/** What SUBSCRIBE and PUBLISH have in common: which packages there are, who may know or say what, and whether the user exists. */
final class Rules {
    static final String REG = "reg";
    static final String PRESENCE = "presence";

    private final Accounts accounts;
    private final Subscriptions subscriptions;
    private final String watchers;
    private final Set<String> passOn;

    Rules(Accounts accounts, Subscriptions subscriptions, Config config) {
        this.accounts = accounts;
        this.subscriptions = subscriptions;
        this.watchers = config.watchers().trim();
        this.passOn = Arrays.stream(config.passOn().split(",")).map(String::trim).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether a request is for a user of ours, and not for one of his devices (RFC 5627). */
    boolean isForUser(SipExchange exchange) {
        SipUri uri = exchange.request().uri();
        return uri.isSip() && uri.user() != null && uri.param("gr") == null && accounts.domain(uri.host()) != null;
    }

    /** Returns the packages we notify of; in alphabetical order. */
    Set<String> served() {
        Set<String> served = new TreeSet<>(subscriptions.packages());
        served.add(REG);
        served.add(PRESENCE);
        return served;
    }

    boolean isPassedOn(EventHeader event) {
        return event != null && passOn.contains(event.name());
    }

    /** RFC 6665 section 4.2.1.1. */
    Decision badEvent() {
        return Decision.reply(489, null, new HeaderField("Allow-Events", String.join(", ", served())));
    }

    /** Returns who sent a request, by name: the proven user, or whom a trusted source speaks for; null when it is nobody in particular. */
    static String speaker(SipExchange exchange) {
        Identity identity = exchange.identity();
        if (identity == null) {
            return null;
        }
        return switch (identity.kind()) {
            case USER -> identity.name();
            case TRUSTED -> named(exchange.request().from().uri());
            default -> null;
        };
    }

    private static String named(SipUri from) {
        return from.isSip() && from.user() != null ? from.address() : null;
    }

    /** Returns whether somebody may know how things are: of registrations the user himself, of his presence those whom the configuration says. */
    boolean mayWatch(String watcher, String eventPackage, String address) {
        if (watcher == null) {
            return false;
        }
        if (watcher.equals(address)) {
            return true;
        }
        if (eventPackage.equals(REG)) {
            return false;
        }
        return switch (watchers) {
            case "users" -> accounts.domain(domain(watcher)) != null;
            case "domain" -> domain(watcher).equals(domain(address));
            default -> false;
        };
    }

    private static String domain(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    /** Goes on when the user exists, and answers 404 or 503 otherwise. */
    Decision whenKnown(SipRequest request, Supplier<CompletionStage<Decision>> then) {
        SipUri uri = request.uri();
        CompletableFuture<Account> account = accounts.find(uri.user(), uri.host()).toCompletableFuture();
        CompletionStage<Decision> decision = account.handle((found, away) -> away != null ? Decision.reply(503) : found == null ? Decision.reply(404) : null)
            .thenCompose(refusal -> refusal == null ? then.get() : CompletableFuture.completedFuture(refusal));
        return Decision.later(decision);
    }
}
