package org.hotcut.identity;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.sip.api.Decision;

/** Asks for a digest: one field an algorithm, the preferred one first (RFC 8760 section 2.3). */
final class Challenge {
    private final NonceSigner nonces;

    Challenge(NonceSigner nonces) {
        this.nonces = nonces;
    }

    /**
     * Makes the answer.
     *
     * @param account who is asked, null when unknown: then it looks like everybody's
     * @param stale   the digest was right, only its nonce is used up (RFC 7616 section 3.3)
     */
    Decision to(Claim claim, Account account, boolean stale) {
        Domain domain = claim.domain();
        String name = claim.toRegistrar() ? "WWW-Authenticate" : "Proxy-Authenticate";
        String common = "Digest realm=\"" + escaped(domain.realm()) + "\", nonce=\"" + nonces.make(domain.realm(), System.currentTimeMillis())
            + "\", qop=\"auth\"" + (stale ? ", stale=true" : "") + ", algorithm=";
        List<DigestAlgorithm> algorithms = offered(domain, account);
        List<Decision.HeaderField> fields = new ArrayList<>(algorithms.size());
        for (DigestAlgorithm algorithm : algorithms) {
            fields.add(new Decision.HeaderField(name, common + algorithm.token()));
        }
        return new Decision.Reply(claim.toRegistrar() ? 401 : 407, null, fields, null);
    }

    /** Returns what the domain offers and the account has a hash for; all that it offers when that is nothing, so that the answer tells nothing. */
    private static List<DigestAlgorithm> offered(Domain domain, Account account) {
        if (account == null) {
            return domain.offers();
        }
        List<DigestAlgorithm> both = new ArrayList<>(domain.offers());
        both.retainAll(account.ha1().keySet());
        return both.isEmpty() ? domain.offers() : both;
    }

    private static String escaped(String realm) {
        return realm.indexOf('"') < 0 && realm.indexOf('\\') < 0 ? realm : realm.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
