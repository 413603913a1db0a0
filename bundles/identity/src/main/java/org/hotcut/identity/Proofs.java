package org.hotcut.identity;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipUri;

/**
 * Who the sender of a request was proven to be before anybody was asked for a password: by a handler earlier in the chain, and by the certificate of the
 * connection. Trusted sources are a matter of their own: they speak for anybody.
 */
final class Proofs {
    private final List<Identity> all;

    private Proofs(List<Identity> all) {
        this.all = all;
    }

    /**
     * Puts them together.
     *
     * @param earlier of a handler before us, or null
     * @param verdict of the connection's certificate, or null
     */
    static Proofs of(Identity earlier, Verdict verdict) {
        if (earlier == null) {
            return new Proofs(verdict == null ? List.of() : verdict.identities());
        }
        List<Identity> all = new ArrayList<>();
        all.add(earlier);
        if (verdict != null) {
            all.addAll(verdict.identities());
        }
        return new Proofs(all);
    }

    List<Identity> all() {
        return all;
    }

    /** Returns the one that speaks for a user, or null: that user himself, or his domain if it is not ours. Our own users prove themselves one by one. */
    Identity speaksFor(SipUri uri, Accounts accounts) {
        if (!uri.isSip()) {
            return null;
        }
        for (Identity identity : all) {
            if (speaks(identity, uri) && (identity.kind() == Kind.USER || accounts.domain(uri.host()) == null)) {
                return identity;
            }
        }
        return null;
    }

    /** Returns whether an identity covers a URI: the same user, or a user of the same domain. */
    static boolean speaks(Identity identity, SipUri uri) {
        return uri.isSip() && switch (identity.kind()) {
            case USER -> uri.user() != null && identity.name().equals(uri.address());
            case DOMAIN -> identity.name().equals(uri.host());
            case TRUSTED -> true;
            case DEVICE -> false;
        };
    }

    /** Returns whether there is one of a user or a device, who is nobody else then. */
    boolean areOfOne() {
        return all.stream().anyMatch(identity -> identity.kind() != Kind.DOMAIN);
    }

    /** Returns whether there is one of a domain that is not ours. */
    boolean areForeign(Accounts accounts) {
        return all.stream().anyMatch(identity -> identity.kind() == Kind.DOMAIN && accounts.domain(identity.name()) == null);
    }

    /** Returns the one that the sender's side of a dialog was proven to be when it was set up, or null. */
    Identity inDialog(RouteToken dialog) {
        for (Identity identity : all) {
            if (dialog.sameIdentity(identity)) {
                return identity;
            }
        }
        return null;
    }
}
