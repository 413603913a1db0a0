package org.hotcut.identity;

import java.util.List;

import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipRequest;

/** Hands a request to the next handler without what only we may say or see. */
final class Passing {
    /** RFC 3325 sections 9.1 and 9.2, and what came before it and is believed by many a PBX. */
    private static final List<String> ASSERTIONS = List.of("P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID");

    private Passing() { }

    /**
     * Asks the next of the chain.
     *
     * @param domain   whose credentials are consumed here, or null
     * @param identity who was proven, or null
     */
    static Decision on(SipRequest request, Domain domain, Identity identity) {
        boolean trusted = identity != null && identity.kind() == Identity.Kind.TRUSTED;
        SipRequest edited = trusted ? request : withoutAssertion(request);
        if (domain != null) {
            edited = withoutCredentials(edited, domain.realm());
        }
        if (edited != request) {
            return Decision.next(edited, identity);
        }
        return identity == null ? Decision.next() : Decision.next(identity);
    }

    /** Only a trusted source may assert who calls (RFC 3325 section 5). */
    private static SipRequest withoutAssertion(SipRequest request) {
        SipRequest edited = request;
        for (String name : ASSERTIONS) {
            edited = edited.header(name) == null ? edited : edited.without(name);
        }
        return edited;
    }

    /** Credentials for us are removed, those for proxies further on stay (RFC 3261 section 22.3). */
    private static SipRequest withoutCredentials(SipRequest request, String realm) {
        if (request.header("Proxy-Authorization") == null) {
            return request;
        }
        List<String> all = request.headers("Proxy-Authorization");
        List<String> others = all.stream().filter(value -> !Credentials.isFor(value, realm)).toList();
        if (others.size() == all.size()) {
            return request;
        }
        SipRequest edited = request.without("Proxy-Authorization");
        // each goes above the one before
        for (int i = others.size() - 1; i >= 0; i--) {
            edited = edited.withHeader("Proxy-Authorization", others.get(i));
        }
        return edited;
    }
}
