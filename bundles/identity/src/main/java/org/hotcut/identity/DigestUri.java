package org.hotcut.identity;

import java.util.Objects;

import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipUri;

/**
 * Whether credentials are for the request they come with (RFC 7616 section 3.4.6): their uri and the Request-URI name the same resource. Two names of
 * this server are one: clients write the address they send to where the domain stands in the request.
 */
final class DigestUri {
    private final SipParser parser;
    private final OwnHosts hosts;

    DigestUri(SipParser parser, OwnHosts hosts) {
        this.parser = parser;
        this.hosts = hosts;
    }

    boolean names(String text, SipUri requestUri) {
        if (text.equals(requestUri.text())) {
            return true;
        }
        try {
            SipUri uri = parser.uri(text);
            return uri.matches(requestUri)
                || hosts.contain(uri) && hosts.contain(requestUri) && Objects.equals(uri.user(), requestUri.user());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
