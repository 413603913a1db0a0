package org.hotcut.turn.server.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Location;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunMessage;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.TurnRequest;
import org.hotcut.turn.server.auth.NonceSigner.Nonce;
import org.hotcut.turn.server.auth.Verdict.Challenge;
import org.hotcut.turn.server.auth.Verdict.Proven;
import org.hotcut.turn.server.auth.Verdict.Refused;

/** Takes the steps of RFC 8489 section 9.2.4 in their order. Never blocks. */
public final class LongTerm {
    private static final long FUTURE = 60_000;
    private static final Refused NOBODY_CAN_SAY = new Refused(StunError.SERVER_ERROR, null, null);

    private final Accounts accounts;
    private final AccountKeys accountKeys;
    private final TimeLimited timeLimited;
    private final TimedOwners timedOwners;
    private final NonceSigner nonces;
    private final int[] offered;
    private final long nonceLifetime;

    /**
     * Prepares.
     *
     * @param location      of registrations, or null while there is none
     * @param algorithms    password algorithms to offer, the best first; none leaves out PASSWORD-ALGORITHMS, and all use MD5
     * @param anonymous     whether clients are told that they may hide their user names
     * @param nonceLifetime milliseconds
     */
    public LongTerm(Accounts accounts, Location location, Keys keys, TimeLimited timeLimited, int[] algorithms, boolean anonymous, long nonceLifetime) {
        this.accounts = accounts;
        this.accountKeys = new AccountKeys(accounts);
        this.timeLimited = timeLimited;
        this.timedOwners = new TimedOwners(accounts, location, timeLimited.separator());
        this.nonces = new NonceSigner(keys, anonymous);
        this.offered = algorithms.clone();
        this.nonceLifetime = nonceLifetime;
    }

    /** Says who asks. Complete at once unless an account must be looked up; never fails. */
    public CompletionStage<Verdict> judge(TurnRequest request, StunMessage message) {
        Domain domain = first(accounts.domains());
        Holding holding = request.allocation();
        if (domain == null && holding == null) {
            return done(NOBODY_CAN_SAY);
        }
        Asked asked = new Asked(request, domain, domain == null ? holding.proof().realm() : domain.realm());
        if (!Claim.isIn(message)) {
            return done(challenge(asked, StunError.UNAUTHENTICATED, ofStranger(request, Offence.CHALLENGED)));
        }
        Claim claim = Claim.of(message);
        if (claim == null) {
            return done(broken(ofStranger(request, Offence.GARBAGE)));
        }
        Nonce nonce = nonces.read(claim.nonce(), request.client());
        if (nonce == null || nonce.port() != request.client().address().getPort() && message.method() != Stun.CONNECTION_BIND) {
            // nothing is looked up, and no password compared, for who has not been here before by this address
            return done(challenge(asked, StunError.STALE_NONCE, ofStranger(request, Offence.CHALLENGED)));
        }
        Claim complete = claim.by(nonce.offered());
        return complete == null ? done(broken(Offence.GARBAGE)) : judge(asked, complete).exceptionally(away -> NOBODY_CAN_SAY).thenApply(verdict -> fresh(asked, nonce, verdict));
    }

    /** Until a nonce shows that he gets what is sent there, anybody may have written a datagram, so that another is banned for it and loses his relay. */
    private static Offence ofStranger(TurnRequest request, Offence offence) {
        return request.client().protocol() == Protocol.UDP ? null : offence;
    }

    private static Refused broken(Offence offence) {
        return new Refused(StunError.BAD_REQUEST, null, offence);
    }

    private CompletionStage<Verdict> judge(Asked asked, Claim claim) {
        Proof held = asked.request.allocation() == null ? null : asked.request.allocation().proof();
        if (held != null && held.algorithm() == claim.algorithm() && held.realm().equals(claim.realm()) && claim.names(held.owner().username())
            && claim.isMadeWith(held.key())) {
            return done(proven(claim, held.owner(), held.key()));
        }
        if (asked.domain == null) {
            return done(NOBODY_CAN_SAY);
        }
        boolean isAllowed = claim.algorithm() == Stun.MD5 && offered.length == 0 || Arrays.stream(offered).anyMatch(each -> each == claim.algorithm());
        if (!isAllowed || !claim.realm().equals(asked.realm)) {
            return done(challenge(asked, StunError.UNAUTHENTICATED, Offence.CHALLENGED));
        }
        TimeLimited.Match match = timeLimited.match(claim);
        return match == null ? byAccount(asked, claim) : byTime(asked, claim, match);
    }

    private CompletionStage<Verdict> byTime(Asked asked, Claim claim, TimeLimited.Match match) {
        if (match.name().isOver(asked.request.now())) {
            return done(challenge(asked, StunError.UNAUTHENTICATED, Offence.CHALLENGED));
        }
        return timedOwners.find(claim.username(), match.name().user(), asked.domain)
            .thenApply(owner -> owner == null ? challenge(asked, StunError.UNAUTHENTICATED, Offence.CHALLENGED) : proven(claim, owner, match.key()));
    }

    private CompletionStage<Verdict> byAccount(Asked asked, Claim claim) {
        return accountKeys.find(claim, asked.domain).thenApply(found -> {
            if (found.key() != null) {
                return proven(claim, new Owner(found.username(), found.account().address(), true, 0), found.key());
            }
            boolean isMd5Left = claim.algorithm() != Stun.MD5 && Arrays.stream(offered).anyMatch(each -> each == Stun.MD5);
            // an account may have a key by MD5 alone; that only such a one is asked for it would tell who has an account
            int[] next = isMd5Left ? new int[] {Stun.MD5} : offered;
            return challengeBy(asked, StunError.UNAUTHENTICATED, offence(found, isMd5Left && AccountKeys.hasOnlyMd5(found.account(), claim)), next);
        });
    }

    private static Offence offence(AccountKeys.Found found, boolean isUnheard) {
        return found.account() == null ? Offence.UNKNOWN_USER : isUnheard ? Offence.CHALLENGED : Offence.WRONG_PASSWORD;
    }

    /** The nonce is judged last: for who has a wrong password besides, an old nonce is not what is wrong. */
    private Verdict fresh(Asked asked, Nonce nonce, Verdict verdict) {
        long age = asked.request.now() - nonce.issuedAt();
        boolean isStale = age > nonceLifetime || age < -FUTURE;
        return isStale && verdict instanceof Proven ? challengeBy(asked, StunError.STALE_NONCE, null, nonce.offered()) : verdict;
    }

    private static Verdict proven(Claim claim, Owner owner, byte[] key) {
        return new Proven(new Proof(owner, claim.realm(), claim.algorithm(), key, claim.isAnsweredBySha256()));
    }

    private Refused challenge(Asked asked, StunError error, Offence offence) {
        return challengeBy(asked, error, offence, offered);
    }

    private Refused challengeBy(Asked asked, StunError error, Offence offence, int... algorithms) {
        TurnRequest request = asked.request;
        return new Refused(error, new Challenge(asked.realm, nonces.make(request.client(), algorithms, request.now()), algorithms), offence);
    }

    private static CompletionStage<Verdict> done(Verdict verdict) {
        return CompletableFuture.completedStage(verdict);
    }

    private static Domain first(Collection<Domain> domains) {
        return domains.isEmpty() ? null : domains.iterator().next();
    }

    /** What was asked, in which realm; the domain is null when ours are not known yet. */
    private record Asked(TurnRequest request, Domain domain, String realm) { }
}
