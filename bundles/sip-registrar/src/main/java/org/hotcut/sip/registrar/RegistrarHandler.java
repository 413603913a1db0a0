package org.hotcut.sip.registrar;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.Node;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.location.Gruus;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.Location.Result;
import org.hotcut.sip.api.push.Push;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers users of our domains. {@link #request} takes the steps of RFC 3261 section 10.3 in their order; other requests are for the next of the chain. */
@Component(property = "hotcut.name=sip-registrar", configurationPid = "org.hotcut.sip.registrar")
@Designate(ocd = Config.class)
public final class RegistrarHandler implements SipHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RegistrarHandler.class);
    private static final Set<String> EXTENSIONS = Set.of("path", "outbound", "gruu");

    private final Location location;
    private final Accounts accounts;
    private final Contacts contacts;
    private final Answer answer;
    private final int defaultExpires;

    /** Called by the component runtime. */
    @Activate
    public RegistrarHandler(@Reference Location location, @Reference Gruus gruus, @Reference Push push, @Reference Accounts accounts, @Reference Flows flows,
                            @Reference Node node, Config config) {
        this.location = location;
        this.accounts = accounts;
        PushServices pushes = new PushServices(push);
        this.contacts = new Contacts(config, accounts, flows, pushes, node.id());
        this.answer = new Answer(gruus, pushes, config.flowTimer());
        this.defaultExpires = config.defaultExpires();
    }

    @Override
    public Decision request(SipExchange exchange) {
        SipRequest request = exchange.request();
        if (!request.method().equals("REGISTER") || !isOurs(request.uri())) {
            return Decision.next();
        }
        try {
            checkRequire(request);
            checkProven(exchange.identity());
            Domain domain = domain(request.to().uri());
            String address = request.to().uri().user() + '@' + domain.name();
            checkAuthorized(exchange, address, domain);
            return checkKnown(request, exchange.flow(), exchange.identity(), address, domain);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    /** Step 1: for another domain it is proxied. */
    private boolean isOurs(SipUri uri) {
        return uri.isSip() && accounts.domain(uri.host()) != null;
    }

    /** Step 2. */
    private static void checkRequire(SipRequest request) throws Refusal {
        if (request.header("Require") == null) {
            return;
        }
        List<String> unknown = request.headers("Require").stream().filter(tag -> !EXTENSIONS.contains(tag.toLowerCase(Locale.ROOT))).toList();
        if (!unknown.isEmpty()) {
            throw new Refusal(420, null, new HeaderField("Unsupported", String.join(", ", unknown)));
        }
    }

    /** Step 3: {@code identity} has asked for proof; if it is not in the chain, nobody can have given one. */
    private static void checkProven(Identity identity) throws Refusal {
        if (identity == null) {
            throw new Refusal(403, "Nobody is registered without proof");
        }
    }

    /** Step 5, the domain. */
    private Domain domain(SipUri to) throws Refusal {
        Domain domain = to.isSip() && to.user() != null ? accounts.domain(to.host()) : null;
        if (domain == null) {
            throw new Refusal(404, "To is no user of ours");
        }
        return domain;
    }

    /** Step 4: a user registers himself, a domain its users, a trusted source anybody. */
    private static void checkAuthorized(SipExchange exchange, String address, Domain domain) throws Refusal {
        Identity identity = exchange.identity();
        boolean may = switch (identity.kind()) {
            case USER -> identity.name().equals(address);
            case DOMAIN -> identity.name().equals(domain.name());
            case TRUSTED -> true;
            case DEVICE -> false;
        };
        if (!may) {
            LOG.info("refused to register {} from {}: it is {} ({})", address, exchange.flow(), identity.name(), identity.how());
            throw new Refusal(403, "To is not who you are");
        }
    }

    /** Step 5, the user: one who was proven is there. */
    private Decision checkKnown(SipRequest request, Flow flow, Identity identity, String address, Domain domain) {
        if (identity.kind() == Identity.Kind.USER) {
            return register(request, flow, address);
        }
        CompletableFuture<Decision> answer = accounts.find(request.to().uri().user(), domain.name())
            .handle((account, away) -> away != null ? Decision.reply(503) : account == null ? Decision.reply(404) : register(request, flow, address))
            .toCompletableFuture();
        return answer.isDone() ? answer.join() : Decision.later(answer.thenCompose(RegistrarHandler::flat));
    }

    private static CompletionStage<Decision> flat(Decision decision) {
        return decision instanceof Decision.Later later ? later.stage() : CompletableFuture.completedFuture(decision);
    }

    /** Steps 6 to 8. */
    private Decision register(SipRequest request, Flow flow, String address) {
        try {
            Asked asked = Asked.read(request, flow, address, defaultExpires, System.currentTimeMillis());
            if (request.header("Contact") == null) {
                return answer.ok(asked, location.find(address));
            }
            CompletableFuture<Decision> later = location.change(contacts.change(asked)).handle((result, failure) -> answer(asked, result, failure)).toCompletableFuture();
            return later.isDone() ? later.join() : Decision.later(later);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private Decision answer(Asked asked, Result result, Throwable failure) {
        if (failure != null) {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            LOG.warn("{} from {} could not be registered: {}", asked.address(), asked.flow(), cause.toString());
            return Decision.reply(500, "Registration could not be kept");
        }
        return switch (result.outcome()) {
            case DONE -> answer.ok(asked, result.bindings());
            case OUT_OF_ORDER -> Decision.reply(400, "CSeq is not higher than the last");
            case TOO_MANY -> Decision.reply(403, "Too many contacts");
            case FULL -> Decision.reply(503, "Too many registrations");
        };
    }
}
