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
        String field = claim.toRegistrar() ? "Authorization" : "Proxy-Authorization";
        Credentials credentials;
        try {
            credentials = Credentials.find(claim.request().headers(field), claim.domain().realm());
        } catch (MalformedCredentialsException e) {
            return refuse(claim, Offence.GARBAGE, 400, e.getMessage());
        }
        return credentials == null ? challenged(claim, challenge.to(claim)) : answered(claim, credentials);
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
        return now(check(claim, credentials, algorithm, issuedAt));
    }

    private Decision challenged(Claim claim, Decision asked) {
        bans.report(claim.flow(), Offence.CHALLENGED, null);
        return asked;
    }

    private CompletionStage<Decision> check(Claim claim, Credentials credentials, DigestAlgorithm algorithm, long issuedAt) {
        String domain = claim.domain().name();
        String name = credentials.username();
        boolean withDomain = name.length() > domain.length() && name.charAt(name.length() - domain.length() - 1) == '@'
            && name.regionMatches(true, name.length() - domain.length(), domain, 0, domain.length());
        String user = withDomain ? name.substring(0, name.length() - domain.length() - 1) : name;
        return accounts.find(user, domain).handle((account, away) -> {
            if (away != null) {
                return CompletableFuture.completedStage(NOBODY_CAN_SAY);
            }
            if (matches(claim, credentials, algorithm, account, withDomain)) {
                return CompletableFuture.completedStage(matched(claim, credentials, algorithm, account, issuedAt));
            }
            // the password may have been changed, or the user added, by another program
            return accounts.findFresh(user, domain).handle((fresh, awayNow) -> awayNow != null ? NOBODY_CAN_SAY
                : matches(claim, credentials, algorithm, fresh, withDomain) ? matched(claim, credentials, algorithm, fresh, issuedAt)
                : mismatched(claim, algorithm, fresh));
        }).thenCompose(Function.identity());
    }

    private static boolean matches(Claim claim, Credentials credentials, DigestAlgorithm algorithm, Account account, boolean withDomain) {
        Account.Ha1 hashes = account == null ? NO_HASH : account.ha1().getOrDefault(algorithm, NO_HASH);
        String ha1 = withDomain ? hashes.withDomain() : hashes.plain();
        boolean right = DigestResponse.matches(credentials, algorithm, ha1 == null ? NO_HASH.plain() : ha1, claim.request().method());
        return right && hashes != NO_HASH && ha1 != null;
    }

    /** The password is right; is the nonce good and not used up? */
    private Decision matched(Claim claim, Credentials credentials, DigestAlgorithm algorithm, Account account, long issuedAt) {
        if (Math.abs(System.currentTimeMillis() - issuedAt) > lifetime) {
            return challenge.stale(claim, algorithm);
        }
        if (used.use(credentials.nonce(), issuedAt, credentials.count(), claim.transaction()) != Nonces.Use.FRESH) {
            return challenge.stale(claim, algorithm);
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

    private Decision mismatched(Claim claim, DigestAlgorithm algorithm, Account account) {
        bans.report(claim.flow(), account == null ? Offence.UNKNOWN_USER : Offence.WRONG_PASSWORD, claim.speaker().text());
        return challenge.after(claim, algorithm);
    }

    /** Inside a dialog it must be who that side was at set-up; From may be an address that was called and forwarded. */
    private static boolean speaksFor(Identity identity, Claim claim) {
        return claim.dialog() == null ? identity.name().equals(claim.speaker().address()) : claim.dialog().sameIdentity(identity);
    }

    private Decision refuse(Claim claim, Offence offence, int status, String reason) {
        bans.report(claim.flow(), offence, claim.speaker().text() + ": " + reason);
        return Decision.reply(status, reason);
    }

    private static Decision now(CompletionStage<Decision> stage) {
        CompletableFuture<Decision> future = stage.toCompletableFuture();
        return future.isDone() && !future.isCompletedExceptionally() ? future.join() : Decision.later(stage);
    }
}
