package org.hotcut.identity;

import java.time.Duration;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Nonces;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first of the chain: nobody is believed without a positive proof. Which proofs there are says the package documentation. */
@Component(property = "hotcut.name=identity", configurationPid = "org.hotcut.identity")
@Designate(ocd = Config.class)
public final class IdentityHandler implements SipHandler {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityHandler.class);

    private final Accounts accounts;
    private final OwnHosts hosts;
    private final DigestProof digest;
    private final TrustedSources trusted;
    private final boolean trustRegister;

    /** Called by the component runtime. */
    @Activate
    public IdentityHandler(@Reference Accounts accounts, @Reference Nonces nonces, @Reference Keys keys, @Reference Flows flows,
                           @Reference SipParser parser, Config config) {
        this.accounts = accounts;
        this.hosts = new OwnHosts(accounts, flows);
        this.digest = new DigestProof(accounts, nonces, new DigestUri(parser, hosts), new NonceSigner(keys),
            Duration.ofSeconds(config.nonceSeconds()));
        this.trusted = new TrustedSources(config.trusted());
        this.trustRegister = config.trustRegister();
    }

    @Override
    public Decision request(SipExchange exchange) {
        Identity source = trusted.of(exchange.flow());
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
            return accounts.domains().isEmpty() ? Decision.reply(503) : Passing.on(request, null, source);
        }
        SipUri to = request.to().uri();
        Domain domain = domain(to);
        if (domain == null) {
            return Decision.reply(404);
        }
        if (source != null && trustRegister && request.header("Authorization") == null) {
            return Passing.on(request, null, source);
        }
        return digest.of(claim(exchange, domain, to, null));
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

    private static Decision unproven(SipExchange exchange) {
        LOG.info("refused {} from {}: its domain is not ours and not proven", exchange.request().from().uri().text(), exchange.flow());
        return Decision.reply(403, "From is not proven");
    }

    private Domain domain(SipUri uri) {
        return uri.isSip() ? accounts.domain(uri.host()) : null;
    }

    private static Claim claim(SipExchange exchange, Domain domain, SipUri speaker, RouteToken dialog) {
        return new Claim(exchange.request(), exchange.flow(), exchange.id(), domain, speaker, dialog);
    }
}
