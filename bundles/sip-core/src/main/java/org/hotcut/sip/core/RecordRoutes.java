package org.hotcut.sip.core;

import java.util.List;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.Literal;
import org.hotcut.sip.core.route.Side;
import org.hotcut.sip.message.Request;

/** The Record-Route values of an exchange, with the token that names both sides. */
final class RecordRoutes {
    private final CoreLoop loop;
    private final Flow flow;
    private final Side caller;

    /**
     * Prepares for a request.
     *
     * @param back     the line its responses take
     * @param identity who sent it, or null
     */
    RecordRoutes(CoreLoop loop, Request request, Flow flow, Flow back, Identity identity) {
        this.loop = loop;
        this.flow = flow;
        // behind another proxy the caller is where the route leads, not at the end of this line
        boolean direct = request.hasOneVia() && back.equals(flow);
        caller = new Side(flow, identity, mayRelay(identity), device(flow, identity), direct, false, direct ? null : host(request));
    }

    // another domain's server and its users speak to ours, not to the world
    private boolean mayRelay(Identity identity) {
        if (identity == null || identity.kind() != Identity.Kind.USER) {
            return identity != null && identity.kind() == Identity.Kind.TRUSTED;
        }
        Accounts accounts = loop.services.accounts();
        return accounts != null && accounts.domain(identity.name().substring(identity.name().lastIndexOf('@') + 1)) != null;
    }

    /** Returns the host that requests to the caller will be led to: of the last proxy that stays in the path, or the caller's own. */
    private static String host(Request request) {
        for (String name : new String[] {"Record-Route", "Contact"}) {
            try {
                List<NameAddr> addresses = request.addresses(name);
                if (!addresses.isEmpty()) {
                    return addresses.get(0).uri().host();
                }
            } catch (IllegalArgumentException e) {
                return null; // a Record-Route that is none leads nobody
            }
        }
        return null;
    }

    /** Returns whether a request can begin a dialog (RFC 3261 section 12, RFC 6665 sections 4.2 and 4.3, RFC 3515). */
    static boolean suit(String method) {
        return switch (method) {
            case "INVITE", "SUBSCRIBE", "NOTIFY", "REFER" -> true;
            default -> false;
        };
    }

    /** Returns the value for a branch's line and, when the caller's side looks different, the one for that (RFC 5658); else null as second. */
    String[] values(Request request, Target target, Hop hop, Flow line) {
        boolean mayRelay = target.identity() != null;
        String token = loop.tokens.write(request, caller, new Side(line, callee(target, hop), mayRelay, target.binding(), target.flow() != null, target.strict(), null));
        String outer = loop.endpoints.route(line);
        String inner = loop.endpoints.route(flow);
        // RFC 3261 section 16.6 step 4
        String scheme = line.protocol().isSecure() && flow.protocol().isSecure() && request.uri().scheme().equals("sips") ? "<sips:" : "<sip:";
        return new String[] {scheme + token + outer, outer.equals(inner) ? null : scheme + token + inner};
    }

    /** Returns who is at the end of a branch's line: the user who has registered there, or the domain that was dialled and proven by TLS. */
    private static Identity callee(Target target, Hop hop) {
        if (target.identity() != null) {
            return new Identity(Identity.Kind.USER, target.identity(), "registered");
        }
        boolean isProven = hop.isFound() && hop.protocol() == Protocol.TLS && Literal.parse(hop.name()) == null;
        return isProven ? new Identity(Identity.Kind.DOMAIN, hop.name(), "certificate") : null;
    }

    private long device(Flow line, Identity identity) {
        Location location = loop.services.location();
        if (location == null || identity == null || !line.protocol().isStream()) {
            return 0;
        }
        List<Binding> bindings = location.byFlow(line.id());
        for (Binding binding : bindings) {
            if (binding.address().equals(identity.name())) {
                return binding.key();
            }
        }
        return bindings.isEmpty() ? 0 : bindings.get(0).key();
    }
}
