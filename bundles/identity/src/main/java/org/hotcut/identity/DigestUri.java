package org.hotcut.identity;

import java.util.Objects;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipUri;

/**
 * Whether credentials are for the request they come with (RFC 7616 section 3.4.6): their uri and the Request-URI name the same resource. Two names of
 * this server are one: clients write the address they send to where the domain stands in the request.
 */
final class DigestUri {
    private final SipParser parser;
    private final Accounts accounts;
    private final Flows flows;

    DigestUri(SipParser parser, Accounts accounts, Flows flows) {
        this.parser = parser;
        this.accounts = accounts;
        this.flows = flows;
    }

    boolean names(String text, SipUri requestUri) {
        if (text.equals(requestUri.text())) {
            return true;
        }
        try {
            SipUri uri = parser.uri(text);
            return uri.matches(requestUri) || uri.isSip() && requestUri.isSip() && Objects.equals(uri.user(), requestUri.user()) && isOurs(uri) && isOurs(requestUri);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isOurs(SipUri uri) {
        return accounts.domain(uri.host()) != null || flows.endpoints().stream().anyMatch(endpoint -> endpoint.isAt(uri.host()));
    }
}
