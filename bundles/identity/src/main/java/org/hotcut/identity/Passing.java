package org.hotcut.identity;

import java.util.List;

import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;

/** Hands a request to the next handler without what only we may say or see. */
final class Passing {
    private static final String ASSERTED = "P-Asserted-Identity";
    /** RFC 3325 sections 9.1 and 9.2, and what came before it and is believed by many a PBX. */
    private static final List<String> ASSERTIONS = List.of(ASSERTED, "P-Preferred-Identity", "Remote-Party-ID");

    private final SipParser parser;

    Passing(SipParser parser) {
        this.parser = parser;
    }

    /**
     * Asks the next of the chain.
     *
     * @param domain   whose credentials are consumed here, or null
     * @param identity who was proven, or null
     */
    Decision on(SipRequest request, Domain domain, Identity identity) {
        SipRequest edited = identity != null && identity.kind() == Kind.TRUSTED ? request : withoutAssertion(request, identity);
        if (domain != null) {
            edited = withoutCredentials(edited, domain.realm());
        }
        if (edited != request) {
            return Decision.next(edited, identity);
        }
        return identity == null ? Decision.next() : Decision.next(identity);
    }

    /** Only a trusted source may assert who calls (RFC 3325 section 5), and a domain's server which of its own users it is. */
    private SipRequest withoutAssertion(SipRequest request, Identity identity) {
        SipRequest edited = request;
        for (String name : ASSERTIONS) {
            boolean stays = edited.header(name) == null || name.equals(ASSERTED) && isOfItsOwn(edited, identity);
            edited = stays ? edited : edited.without(name);
        }
        return edited;
    }

    private boolean isOfItsOwn(SipRequest request, Identity identity) {
        return identity != null && identity.kind() == Kind.DOMAIN && request.headers(ASSERTED).stream().allMatch(value -> {
            SipUri uri = uri(value);
            return uri != null && Proofs.speaks(identity, uri);
        });
    }

    /** Returns the Referred-By of a REFER that names somebody for whom the identity does not speak (RFC 3892 section 2.1), or null. */
    String othersReferrer(SipRequest request, Identity identity) {
        String value = request.method().equals("REFER") ? request.header("Referred-By") : null;
        SipUri uri = value == null ? null : uri(value);
        return value == null || uri != null && Proofs.speaks(identity, uri) ? null : value;
    }

    private SipUri uri(String value) {
        try {
            return parser.address(value).uri();
        } catch (IllegalArgumentException e) {
            return null;
        }
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
