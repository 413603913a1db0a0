package org.hotcut.sip.proxy;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Gruus;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.push.Push;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last of the chain: finds the targets of a request (RFC 3261 section 16.5). The order of the questions is that of {@link #request}. */
@Component(property = "hotcut.name=sip-proxy", configurationPid = "org.hotcut.sip.proxy")
@Designate(ocd = Config.class)
public final class ProxyHandler implements SipHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyHandler.class);
    // what makes a dialog; a first NOTIFY does (RFC 6665 section 4.3)
    private static final Set<String> DIALOG_MAKING = Set.of("INVITE", "SUBSCRIBE", "NOTIFY", "REFER");
    private static final List<String> SUPPORTED = List.of("path", "outbound", "gruu");
    // RFC 3261 section 11.2: what the bundles that ship together understand of what is sent to the server and to its users
    private static final Decision UP = Decision.reply(200, null,
        new HeaderField("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, MESSAGE, INFO, UPDATE, PRACK, REFER, SUBSCRIBE, NOTIFY, PUBLISH"),
        new HeaderField("Accept", "application/sdp, application/pidf+xml"), new HeaderField("Allow-Events", "presence, reg"),
        new HeaderField("Supported", String.join(", ", SUPPORTED)));

    private final Accounts accounts;
    private final Flows flows;
    private final Candidates candidates;
    private final Search search;
    private final Redirects redirects;

    /** Called by the component runtime. */
    @Activate
    public ProxyHandler(@Reference Location location, @Reference Gruus gruus, @Reference Accounts accounts, @Reference Flows flows, @Reference SipParser parser,
            @Reference Push push, Config config) {
        this.accounts = accounts;
        this.flows = flows;
        candidates = new Candidates(location, gruus, new Contacts(parser), push, config.maxTargets());
        search = new Search(candidates, push, config);
        redirects = new Redirects(candidates, gruus, config.maxTargets());
    }

    @Override
    public Decision request(SipExchange exchange) {
        SipRequest request = exchange.request();
        SipUri uri = request.uri();
        if (request.header("Proxy-Require") != null) {
            // RFC 3261 section 16.3 step 5; there is none that we know
            return Decision.reply(420, null, new HeaderField("Unsupported", String.join(", ", request.headers("Proxy-Require"))));
        }
        if (exchange.dialog() != null) {
            return inDialog(exchange);
        }
        if (request.header("Route") != null) {
            return relay(exchange);
        }
        if (!uri.isSip()) {
            return Decision.reply(416);
        }
        if (accounts.domain(uri.host()) != null) {
            return uri.user() == null ? toServer(request) : toUser(exchange);
        }
        if (isHere(uri)) {
            return uri.user() == null ? toServer(request) : Decision.reply(404, "No such domain here");
        }
        return relay(exchange);
    }

    /**
     * Goes where the token says, or where the device is now when the other side's Contact is a GRUU of ours (RFC 5627 section 4.4.2). A token opens the way to the other side only:
     * a GRUU of somebody else leads nowhere.
     */
    private Decision inDialog(SipExchange exchange) {
        SipRequest request = exchange.request();
        Target side = exchange.dialog().target();
        SipUri uri = request.uri();
        if (!uri.isSip() || uri.param("gr") == null || request.header("Route") != null || accounts.domain(uri.host()) == null) {
            return forward(request, List.of(side));
        }
        Place place = candidates.place(uri);
        Target device = place.address() != null && exchange.dialog().leadsToUser(place.address()) ? candidates.device(place, uri) : null;
        if (device == null && side.flow() == null) {
            // the URI is ours: whoever looks for it elsewhere finds us
            return Decision.reply(place.status() == 0 ? 480 : place.status());
        }
        return forward(request, List.of(device == null ? side : device));
    }

    /** All branches have failed. Elsewhere than here nobody else can be tried. */
    @Override
    public Decision failed(SipExchange exchange) {
        if (isForUser(exchange)) {
            return search.failed(exchange);
        }
        // 430 is for the hop before a flow only
        return exchange.best() != null && exchange.best().status() == 430 ? Decision.reply(480) : Decision.respond();
    }

    @Override
    public Decision woken(SipExchange exchange, String timer) {
        return search.woken(exchange, timer);
    }

    private boolean isForUser(SipExchange exchange) {
        SipRequest request = exchange.request();
        SipUri uri = request.uri();
        return exchange.dialog() == null && uri.isSip() && uri.user() != null && request.header("Route") == null && accounts.domain(uri.host()) != null;
    }

    private static Decision toServer(SipRequest request) {
        if (request.method().equals("OPTIONS")) {
            // RFC 3261 section 8.2.2.3
            List<String> unknown = request.headers("Require").stream().filter(option -> !SUPPORTED.contains(option.toLowerCase(Locale.ROOT))).toList();
            return unknown.isEmpty() ? UP : Decision.reply(420, null, new HeaderField("Unsupported", String.join(", ", unknown)));
        }
        return Decision.reply(request.to().param("tag") != null ? 481 : request.method().equals("REGISTER") ? 405 : 404);
    }

    private Decision toUser(SipExchange exchange) {
        SipRequest request = exchange.request();
        if (request.method().equals("REGISTER")) {
            return Decision.reply(405);
        }
        Decision redirect = Disposition.isRedirect(request) && isOurs(exchange.identity()) ? redirects.of(request) : null;
        if (redirect != null) {
            return redirect;
        }
        Decision decision = search.begin(exchange);
        return decision == null ? absent(request.uri()) : decision;
    }

    private Decision absent(SipUri uri) {
        CompletionStage<Decision> answer = accounts.find(uri.user(), uri.host())
            .handle((account, away) -> Decision.reply(away != null ? 503 : account == null ? 404 : 480));
        CompletableFuture<Decision> future = answer.toCompletableFuture();
        return future.isDone() ? future.join() : Decision.later(answer);
    }

    /** Leaves our domains: for those who have an account here or the admin's trust. */
    private Decision relay(SipExchange exchange) {
        SipRequest request = exchange.request();
        if (isOurs(exchange.identity())) {
            return forward(request, List.of(Target.of(null)));
        }
        LOG.info("refused to relay {} from {} to {}", request.from().uri().text(), exchange.flow(), request.uri().text());
        return Decision.reply(403, "Relaying is for our users");
    }

    /** A domain's server, or a user of another domain, reaches our users and nobody else, and is not told what devices they have. */
    private boolean isOurs(Identity sender) {
        return sender != null && switch (sender.kind()) {
            case TRUSTED -> true;
            case USER -> accounts.domain(sender.name().substring(sender.name().lastIndexOf('@') + 1)) != null;
            case DOMAIN, DEVICE -> false;
        };
    }

    private boolean isHere(SipUri uri) {
        for (Endpoint endpoint : flows.endpoints()) {
            if ((uri.port() < 0 || uri.port() == endpoint.port() || uri.port() == endpoint.local().getPort()) && endpoint.isAt(uri.host())) {
                return true;
            }
        }
        return false;
    }

    /** Sends it on, unless it may go no further. */
    static Decision forward(SipRequest request, List<Target> targets) {
        if (request.maxForwards() == 0) {
            return Decision.reply(483);
        }
        return new Decision.Forward(null, targets, DIALOG_MAKING.contains(request.method()));
    }
}
