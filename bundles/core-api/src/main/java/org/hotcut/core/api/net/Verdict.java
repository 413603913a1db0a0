package org.hotcut.core.api.net;

import java.util.List;

import org.hotcut.core.api.account.Identity;

/**
 * What a peer's certificate was found to prove. Data only: {@code net} keeps it with the flow, so that it outlives whoever judged.
 *
 * @param policy     version of the rules that were applied (authorities, mappings, settings); another one later means: judge again
 * @param identities who the peer is proven to be; empty when the certificate proves nobody but is no reason to close
 * @param refusal    why the line must be closed, in words for the log; null when it need not
 * @param ignored    why the certificate counts for nothing although the line may stay, in words for the log; null when it counts
 * @param until      when to judge again, milliseconds since 1970: a certificate expires, what is known of revocation grows old
 */
public record Verdict(String policy, List<Identity> identities, String refusal, String ignored, long until) {
    /** Copies the list. */
    public Verdict {
        identities = List.copyOf(identities);
    }

    /** The peer is whoever the identities say. */
    public static Verdict proven(String policy, List<Identity> identities, long until) {
        return new Verdict(policy, identities, null, null, until);
    }

    /** The line is to be closed. */
    public static Verdict refused(String policy, String reason) {
        return new Verdict(policy, List.of(), reason, null, Long.MAX_VALUE);
    }

    /** The peer is nobody, as if it had shown no certificate. */
    public static Verdict ignored(String policy, String reason, long until) {
        return new Verdict(policy, List.of(), null, reason, until);
    }
}
