package org.hotcut.identity;

import java.time.Duration;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Nonces;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The first of the chain: nobody is believed without a positive proof. Which proofs there are says the package documentation. */
@Component(property = "hotcut.name=identity", configurationPid = "org.hotcut.identity")
@Designate(ocd = Config.class)
public final class IdentityHandler implements SipHandler {
    private final Accounts accounts;
    private final OwnHosts hosts;
    private final DigestProof digest;
    private final TrustedSources trusted;
    private final boolean trustRegister;
    private final Bans bans;

    /** Called by the component runtime. */
    @Activate
    public IdentityHandler(@Reference Accounts accounts, @Reference Nonces nonces, @Reference Keys keys, @Reference Flows flows,
                           @Reference SipParser parser, @Reference Bans bans, Config config) {
        this.accounts = accounts;
        this.hosts = new OwnHosts(accounts, flows);
        this.digest = new DigestProof(accounts, nonces, new DigestUri(parser, hosts), new NonceSigner(keys),
            Duration.ofSeconds(config.nonceSeconds()), bans);
        this.trusted = new TrustedSources(config.trusted());
        this.trustRegister = config.trustRegister();
        this.bans = bans;
    }

    @Override
    public Decision request(SipExchange exchange) {
        Identity source = trusted.of(exchange.flow());
        if (source != null) {
            bans.proven(exchange.flow());
        }
        // no dialog says who may register (RFC 3261 section 10.2)
        if (exchange.request().method().equals("REGISTER")) {
            return register(exchange, source);
        }
        return exchange.dialog() != null ? inDialog(exchange, source) : outsideDialog(exchange, source);
    }

    private Decision inDialog(SipExchange exchange, Identity source) {
        SipRequest request = exchange.request();
        RouteToken dialog = exchange.dialog();
        SipUri from = request.from().uri();
        Domain domain = domain(from);
        // a side of which nobody was proven at set-up has the token itself, which nobody else was given
        if (source != null || dialog.sameFlow() || dialog.sameIdentity(null)) {
            return Passing.on(request, domain, source);
        }
        return domain == null ? unproven(exchange) : digest.of(claim(exchange, domain, from, exchange.dialog()));
    }

    private Decision register(SipExchange exchange, Identity source) {
        SipRequest request = exchange.request();
        if (domain(request.uri()) == null) {
            return accounts.domains().isEmpty() ? Decision.reply(503) : registerElsewhere(exchange, source);
        }
        SipUri to = request.to().uri();
        Domain domain = domain(to);
        if (domain == null) {
            scans(exchange, source, "registers " + to.text() + ", whose domain is not ours");
            return Decision.reply(404);
        }
        if (source != null && trustRegister && request.header("Authorization") == null) {
            return Passing.on(request, null, source);
        }
        return digest.of(claim(exchange, domain, to, null));
    }

    private Decision registerElsewhere(SipExchange exchange, Identity source) {
        scans(exchange, source, "registers at " + exchange.request().uri().text() + ", which is no domain of ours");
        return Passing.on(exchange.request(), null, source);
    }

    private void scans(SipExchange exchange, Identity source, String what) {
        if (source == null) {
            bans.report(exchange.flow(), Offence.SCAN, what);
        }
    }

    private Decision outsideDialog(SipExchange exchange, Identity source) {
        SipRequest request = exchange.request();
        SipUri from = request.from().uri();
        Domain domain = domain(from);
        if (source != null || asksHowWeAre(request)) {
            return Passing.on(request, domain, source);
        }
        if (domain != null) {
            return digest.of(claim(exchange, domain, from, exchange.dialog()));
        }
        return accounts.domains().isEmpty() ? Decision.reply(503) : unproven(exchange);
    }

    /** OPTIONS to the server itself is how peers see that it is up; it tells nothing. */
    private boolean asksHowWeAre(SipRequest request) {
        return request.method().equals("OPTIONS") && request.uri().isSip() && request.uri().user() == null && hosts.contain(request.uri());
    }

    private Decision unproven(SipExchange exchange) {
        bans.report(exchange.flow(), Offence.SCAN, exchange.request().method() + " from " + exchange.request().from().uri().text() + ", whose domain is not ours");
        return Decision.reply(403, "From is not proven");
    }

    private Domain domain(SipUri uri) {
        return uri.isSip() ? accounts.domain(uri.host()) : null;
    }

    private static Claim claim(SipExchange exchange, Domain domain, SipUri speaker, RouteToken dialog) {
        return new Claim(exchange.request(), exchange.flow(), exchange.id(), domain, speaker, dialog);
    }
}
