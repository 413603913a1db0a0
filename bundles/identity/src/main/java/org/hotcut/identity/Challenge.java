package org.hotcut.identity;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.sip.api.Decision;

/** Asks for a digest: one field an algorithm, the preferred one first (RFC 8760 section 2.3). */
final class Challenge {
    private final NonceSigner nonces;

    Challenge(NonceSigner nonces) {
        this.nonces = nonces;
    }

    /** Asks for any of what the domain offers. The account is not looked at: what is offered must not tell whether there is one. */
    Decision to(Claim claim) {
        return ask(claim, claim.domain().offers(), false);
    }

    /** Asks once more: the digest may be right, only its nonce is used up (RFC 7616 section 3.3). A client goes on with the algorithm it has begun with. */
    Decision stale(Claim claim, DigestAlgorithm used) {
        List<DigestAlgorithm> offers = claim.domain().offers();
        return ask(claim, offers.subList(offers.indexOf(used), offers.size()), true);
    }

    /**
     * Asks after a digest that was wrong. It may be that the account has no hash for that algorithm, so the ones after it are offered next, and after the last
     * one all: to everybody, for a choice by account would tell which accounts there are.
     */
    Decision after(Claim claim, DigestAlgorithm wrong) {
        List<DigestAlgorithm> offers = claim.domain().offers();
        List<DigestAlgorithm> left = offers.subList(offers.indexOf(wrong) + 1, offers.size());
        return ask(claim, left.isEmpty() ? offers : left, false);
    }

    private Decision ask(Claim claim, List<DigestAlgorithm> algorithms, boolean stale) {
        Domain domain = claim.domain();
        String name = claim.endsHere() ? "WWW-Authenticate" : "Proxy-Authenticate";
        String common = "Digest realm=\"" + escaped(domain.realm()) + "\", nonce=\"" + nonces.make(domain.realm(), System.currentTimeMillis())
            + "\", qop=\"auth\"" + (stale ? ", stale=true" : "") + ", algorithm=";
        List<Decision.HeaderField> fields = new ArrayList<>(algorithms.size());
        for (DigestAlgorithm algorithm : algorithms) {
            fields.add(new Decision.HeaderField(name, common + algorithm.token()));
        }
        return new Decision.Reply(claim.endsHere() ? 401 : 407, null, fields, null);
    }

    private static String escaped(String realm) {
        return realm.indexOf('"') < 0 && realm.indexOf('\\') < 0 ? realm : realm.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
