package org.hotcut.identity;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Nonces;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.sip.api.Decision;

/** Digest authentication (RFC 3261 section 22, RFC 7616, RFC 8760): challenges, checks the answer, and says who gave it. */
final class DigestProof {
    private static final Decision NOBODY_CAN_SAY = Decision.reply(503);
    // stands in for the hash of an unknown user, so that his answer takes as long to refuse
    private static final Account.Ha1 NO_HASH = new Account.Ha1("-", "-");

    private final Accounts accounts;
    private final Nonces used;
    private final DigestUri uri;
    private final NonceSigner nonces;
    private final Challenge challenge;
    private final long lifetime;
    private final Bans bans;
    private final Passing passing;

    DigestProof(Accounts accounts, Nonces used, DigestUri uri, NonceSigner nonces, Duration lifetime, Bans bans, Passing passing) {
        this.accounts = accounts;
        this.used = used;
        this.uri = uri;
        this.nonces = nonces;
        this.challenge = new Challenge(nonces);
        this.lifetime = lifetime.toMillis();
        this.bans = bans;
        this.passing = passing;
    }

    /** Decides about a claim that nothing else has proven. */
    Decision of(Claim claim) {
        Credentials credentials;
        try {
            credentials = credentials(claim);
        } catch (MalformedCredentialsException e) {
            return refuse(claim, Offence.GARBAGE, 400, e.getMessage());
        }
        return credentials == null ? challenged(claim, challenge.to(claim)) : answered(claim, credentials);
    }

    private static Credentials credentials(Claim claim) throws MalformedCredentialsException {
        String realm = claim.domain().realm();
        Credentials given = claim.endsHere() ? Credentials.find(claim.request().headers("Authorization"), realm) : null;
        // another server of ours, which the request has passed, may have asked as a proxy
        return given != null || claim.toRegistrar() ? given : Credentials.find(claim.request().headers("Proxy-Authorization"), realm);
    }

    private Decision answered(Claim claim, Credentials credentials) {
        if (!uri.names(credentials.uri(), claim.request().uri())) {
            return refuse(claim, Offence.GARBAGE, 400, "Credentials are for another URI");
        }
        DigestAlgorithm algorithm = DigestAlgorithm.of(credentials.algorithm());
        if (algorithm == null) {
            return refuse(claim, Offence.GARBAGE, 400, "Unknown digest algorithm");
        }
        if (!claim.domain().offers().contains(algorithm)) {
            // was perhaps offered before the admin changed what is
            return challenged(claim, challenge.to(claim));
        }
        long issuedAt = nonces.issuedAt(credentials.nonce(), claim.domain().realm());
        if (issuedAt < 0) {
            // no account is looked up for who has not even been here before
            return challenged(claim, challenge.stale(claim, algorithm));
        }
        return check(new Answer(claim, credentials, algorithm, issuedAt));
    }

    private Decision challenged(Claim claim, Decision asked) {
        bans.report(claim.flow(), Offence.CHALLENGED, null);
        return asked;
    }

    private Decision check(Answer answer) {
        CompletableFuture<Account> found = accounts.find(answer.user(), answer.domain()).toCompletableFuture();
        if (found.isDone() && !found.isCompletedExceptionally() && matches(answer, found.join())) {
            return matched(answer, found.join());
        }
        return now(found.handle((account, away) -> {
            if (away != null) {
                return CompletableFuture.completedStage(NOBODY_CAN_SAY);
            }
            if (matches(answer, account)) {
                return CompletableFuture.completedStage(matched(answer, account));
            }
            // the password may have been changed, or the user added, by another program
            return accounts.findFresh(answer.user(), answer.domain())
                .handle((fresh, awayNow) -> awayNow != null ? NOBODY_CAN_SAY : matches(answer, fresh) ? matched(answer, fresh) : mismatched(answer, fresh));
        }).thenCompose(Function.identity()));
    }

    private static boolean matches(Answer answer, Account account) {
        Account.Ha1 hashes = account == null ? NO_HASH : account.ha1().getOrDefault(answer.algorithm(), NO_HASH);
        String ha1 = answer.withDomain() ? hashes.withDomain() : hashes.plain();
        boolean right = DigestResponse.matches(answer.credentials(), answer.algorithm(), ha1 == null ? NO_HASH.plain() : ha1, answer.claim().request().method());
        return right && hashes != NO_HASH && ha1 != null;
    }

    /** The password is right; is the nonce good and not used up? */
    private Decision matched(Answer answer, Account account) {
        Claim claim = answer.claim();
        Credentials credentials = answer.credentials();
        if (Math.abs(System.currentTimeMillis() - answer.issuedAt()) > lifetime) {
            return challenge.stale(claim, answer.algorithm());
        }
        if (used.use(credentials.nonce(), answer.issuedAt(), credentials.count(), claim.transaction()) != Nonces.Use.FRESH) {
            return challenge.stale(claim, answer.algorithm());
        }
        Identity identity = new Identity(Identity.Kind.USER, account.address(), "digest " + credentials.algorithm());
        String referrer = claim.dialog() == null ? passing.othersReferrer(claim.request(), identity) : null;
        if (referrer != null) {
            Audit.refused(claim.request(), claim.flow(), "Referred-By " + referrer, List.of(identity));
            return refuse(claim, Offence.SCAN, 403, "Referred-By is not who was proven");
        }
        if (!speaksFor(identity, claim)) {
            Audit.refused(claim.request(), claim.flow(), (claim.toRegistrar() ? "To " : "From ") + claim.speaker().text(), List.of(identity));
            return refuse(claim, Offence.SCAN, 403, claim.toRegistrar() ? "To is not who was proven" : "From is not who was proven");
        }
        bans.proven(claim.flow());
        return passing.on(claim.request(), claim.domain(), identity);
    }

    private Decision mismatched(Answer answer, Account account) {
        bans.report(answer.claim().flow(), account == null ? Offence.UNKNOWN_USER : Offence.WRONG_PASSWORD, answer.claim().speaker().text());
        return challenge.after(answer.claim(), answer.algorithm());
    }

    /** Inside a dialog it must be who that side was at set-up; From may be an address that was called and forwarded. */
    private static boolean speaksFor(Identity identity, Claim claim) {
        return claim.dialog() == null ? identity.name().equals(claim.speaker().address()) : claim.dialog().sameIdentity(identity);
    }

    private Decision refuse(Claim claim, Offence offence, int status, String reason) {
        bans.report(claim.flow(), offence, claim.speaker().text() + ": " + reason);
        return Decision.reply(status, reason);
    }

    /** An answer to a challenge of ours. The user's name may have the domain behind it. */
    private record Answer(Claim claim, Credentials credentials, DigestAlgorithm algorithm, long issuedAt) {
        String domain() {
            return claim.domain().name();
        }

        boolean withDomain() {
            String name = credentials.username();
            int at = name.length() - domain().length() - 1;
            return at > 0 && name.charAt(at) == '@' && name.regionMatches(true, at + 1, domain(), 0, domain().length());
        }

        String user() {
            String name = credentials.username();
            return withDomain() ? name.substring(0, name.length() - domain().length() - 1) : name;
        }
    }

    private static Decision now(CompletionStage<Decision> stage) {
        CompletableFuture<Decision> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally() ? future.join() : Decision.later(stage);
    }
}
