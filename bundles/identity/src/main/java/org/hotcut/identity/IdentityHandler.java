package org.hotcut.identity;

import java.time.Duration;
import java.util.List;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.account.Nonces;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.PeerTrust;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.event.Subscriptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The first of the chain that is shipped: nobody is believed without a positive proof. Which proofs there are says the package documentation. */
@Component(property = "hotcut.name=identity", configurationPid = "org.hotcut.identity")
@Designate(ocd = Config.class)
public final class IdentityHandler implements SipHandler, PeerTrust {
    private final Accounts accounts;
    private final Flows flows;
    private final OwnHosts hosts;
    private final Addressee addressee;
    private final DigestProof digest;
    private final KnownUser known;
    private final Passing passing;
    private final TrustedSources trusted;
    private final boolean trustRegister;
    private final Bans bans;

    /** Called by the component runtime. */
    @Activate
    public IdentityHandler(@Reference Accounts accounts, @Reference Nonces nonces, @Reference Keys keys, @Reference Flows flows,
                           @Reference SipParser parser, @Reference Bans bans,
                           @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Subscriptions subscriptions, Config config) {
        this.accounts = accounts;
        this.flows = flows;
        this.hosts = new OwnHosts(accounts, flows);
        this.addressee = new Addressee(accounts, hosts, subscriptions);
        this.passing = new Passing(parser);
        this.digest = new DigestProof(accounts, nonces, new DigestUri(parser, hosts), new NonceSigner(keys), Duration.ofSeconds(config.nonceSeconds()), bans, passing);
        this.known = new KnownUser(accounts);
        this.trusted = new TrustedSources(config.trusted());
        this.trustRegister = config.trustRegister();
        this.bans = bans;
    }

    @Override
    public boolean isTrusted(Flow flow) {
        return trusted.has(flow, flows.verdict(flow));
    }

    @Override
    public Decision request(SipExchange exchange) {
        Verdict verdict = flows.verdict(exchange.flow());
        Identity source = exchange.identity() != null && exchange.identity().kind() == Kind.TRUSTED ? exchange.identity() : trusted.of(exchange.flow(), verdict);
        Proofs proofs = Proofs.of(exchange.identity(), verdict);
        if (source != null) {
            bans.proven(exchange.flow());
        }
        // no dialog says who may register (RFC 3261 section 10.2)
        if (exchange.request().method().equals("REGISTER")) {
            return register(exchange, source, proofs);
        }
        return exchange.dialog() != null ? inDialog(exchange, source, proofs) : outsideDialog(exchange, source, proofs);
    }

    private Decision inDialog(SipExchange exchange, Identity source, Proofs proofs) {
        SipRequest request = exchange.request();
        RouteToken dialog = exchange.dialog();
        SipUri from = request.from().uri();
        Domain domain = domain(from);
        Identity same = source != null ? source : proofs.inDialog(dialog);
        String other = same != null && same.kind() == Kind.DOMAIN ? passing.othersReferrer(request, same) : null;
        if (other != null) {
            return mismatch(request, exchange.flow(), "Referred-By " + other, proofs);
        }
        if (same != null) {
            bans.proven(exchange.flow());
        }
        // a side of which nobody was proven at set-up has the token itself, which nobody else was given
        if (same != null || dialog.sameFlow() || dialog.sameIdentity(null)) {
            return passing.on(request, domain, same);
        }
        return domain == null ? unproven(exchange, proofs) : digest.of(claim(exchange, domain, from, exchange.dialog()));
    }

    private Decision register(SipExchange exchange, Identity source, Proofs proofs) {
        SipRequest request = exchange.request();
        if (domain(request.uri()) == null) {
            return accounts.domains().isEmpty() ? Decision.reply(503) : registerElsewhere(exchange, source, proofs);
        }
        SipUri to = request.to().uri();
        Domain domain = domain(to);
        if (domain == null) {
            scans(exchange, source, "registers " + to.text() + ", whose domain is not ours");
            return Decision.reply(404);
        }
        if (source != null && trustRegister && request.header("Authorization") == null) {
            return passing.on(request, null, source);
        }
        Identity user = proofs.speaksFor(to, accounts);
        if (user != null) {
            return passed(exchange, domain, user, to);
        }
        // a server that shows the certificate of its own domain may have a user's password all the same
        return proofs.areOfOne() ? mismatch(request, exchange.flow(), "To " + to.text(), proofs) : digest.of(claim(exchange, domain, to, null));
    }

    private Decision registerElsewhere(SipExchange exchange, Identity source, Proofs proofs) {
        scans(exchange, source, "registers at " + exchange.request().uri().text() + ", which is no domain of ours");
        return passing.on(exchange.request(), null, source != null ? source : proofs.speaksFor(exchange.request().from().uri(), accounts));
    }

    private void scans(SipExchange exchange, Identity source, String what) {
        if (source == null) {
            bans.report(exchange.flow(), Offence.SCAN, what);
        }
    }

    private Decision outsideDialog(SipExchange exchange, Identity source, Proofs proofs) {
        SipRequest request = exchange.request();
        SipUri from = request.from().uri();
        Domain domain = domain(from);
        if (source != null || asksHowWeAre(request)) {
            return passing.on(request, domain, source);
        }
        Identity speaker = proofs.speaksFor(from, accounts);
        if (speaker != null) {
            return passed(exchange, domain, speaker, from);
        }
        if (domain != null) {
            // the server of another domain may bring one of our users, who has a password; nobody who brings none is asked for it by way of another domain
            boolean cannotBe = proofs.areOfOne() || proofs.areForeign(accounts) && !hasCredentials(exchange);
            return cannotBe ? mismatch(request, exchange.flow(), "From " + from.text(), proofs) : digest.of(claim(exchange, domain, from, exchange.dialog()));
        }
        return accounts.domains().isEmpty() ? Decision.reply(503) : unproven(exchange, proofs);
    }

    /** Somebody was proven without a password. If he is one of ours, he must be there still. */
    private Decision passed(SipExchange exchange, Domain domain, Identity proven, SipUri speaker) {
        SipRequest request = exchange.request();
        Flow flow = exchange.flow();
        Proofs proof = Proofs.of(proven, null);
        String other = passing.othersReferrer(request, proven);
        if (other != null) {
            return mismatch(request, flow, "Referred-By " + other, proof);
        }
        bans.proven(flow);
        Decision next = passing.on(request, domain, proven);
        // whom a handler before us has proven, it knows
        boolean isKnown = domain == null || proven.equals(exchange.identity());
        return isKnown ? next : known.then(speaker, next, () -> mismatch(request, flow, speaker.text() + ", of whom there is no account,", proof));
    }

    /** OPTIONS to the server itself is how peers see that it is up; it tells nothing. */
    private boolean asksHowWeAre(SipRequest request) {
        return request.method().equals("OPTIONS") && request.uri().isSip() && request.uri().user() == null && hosts.contain(request.uri());
    }

    private Decision unproven(SipExchange exchange, Proofs proofs) {
        SipRequest request = exchange.request();
        List<Identity> all = proofs.all();
        Audit.refused(request, exchange.flow(), "From " + request.from().uri().text(), all);
        bans.report(exchange.flow(), Offence.SCAN, all.isEmpty() ? request.method() + " from " + request.from().uri().text() + ", whose domain is not ours" : null);
        return Decision.reply(403, "From is not proven");
    }

    /** Who proves to be one and claims to be another. */
    private Decision mismatch(SipRequest request, Flow flow, String claimed, Proofs proofs) {
        Audit.refused(request, flow, claimed, proofs.all());
        bans.report(flow, Offence.SCAN, null);
        return Decision.reply(403, claimed.startsWith("To ") ? "To is not who was proven" : "From is not who was proven");
    }

    private Domain domain(SipUri uri) {
        return uri.isSip() ? accounts.domain(uri.host()) : null;
    }

    private boolean hasCredentials(SipExchange exchange) {
        SipRequest request = exchange.request();
        return request.header("Proxy-Authorization") != null || request.header("Authorization") != null && addressee.isThisServer(exchange);
    }

    private Claim claim(SipExchange exchange, Domain domain, SipUri speaker, RouteToken dialog) {
        return new Claim(exchange.request(), exchange.flow(), exchange.id(), domain, speaker, dialog, addressee.isThisServer(exchange));
    }
}
