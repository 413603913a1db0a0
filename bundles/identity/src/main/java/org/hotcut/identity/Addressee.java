package org.hotcut.identity;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.event.Subscriptions;

/**
 * Whether a request ends at this server: to the registrar, or about an event package that is served here (RFC 6665 section 4.2.1.3, RFC 3903 section 6). Such a
 * one is challenged as by a user agent server, what passes here as by a proxy (RFC 3261 sections 22.2 and 22.3).
 */
final class Addressee {
    private static final int LONGEST = 200;

    private final Accounts accounts;
    private final OwnHosts hosts;
    private final Subscriptions subscriptions;

    /**
     * Makes it.
     *
     * @param subscriptions null where no events are served
     */
    Addressee(Accounts accounts, OwnHosts hosts, Subscriptions subscriptions) {
        this.accounts = accounts;
        this.hosts = hosts;
        this.subscriptions = subscriptions;
    }

    boolean isThisServer(SipExchange exchange) {
        SipRequest request = exchange.request();
        return switch (request.method()) {
            case "REGISTER" -> true;
            case "SUBSCRIBE" -> isEvent(exchange) && (request.to().param("tag") == null ? isUser(request.uri()) : hosts.contain(request.uri()));
            case "PUBLISH" -> isEvent(exchange) && isUser(request.uri());
            default -> false;
        };
    }

    private boolean isEvent(SipExchange exchange) {
        SipRequest request = exchange.request();
        String event = request.header("Event");
        if (subscriptions == null || event == null || event.length() > LONGEST || exchange.dialog() != null || request.header("Route") != null) {
            return false;
        }
        return subscriptions.packages().contains(event.split(";", 2)[0].trim());
    }

    /** One of ours, not one of his devices (RFC 5627). */
    private boolean isUser(SipUri uri) {
        return uri.isSip() && uri.user() != null && uri.param("gr") == null && accounts.domain(uri.host()) != null;
    }
}
