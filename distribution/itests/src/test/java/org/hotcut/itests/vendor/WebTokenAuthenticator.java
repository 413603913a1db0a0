package org.hotcut.itests.vendor;

import org.hotcut.core.api.account.Identity;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;

/**
 * Believes who brings the token of a web login: a link of the chain before {@code identity}. What it does not know it leaves to the next, so that a password or a
 * certificate is as good.
 */
public final class WebTokenAuthenticator implements SipHandler {
    /** The only token there is. */
    public static final String TOKEN = "let-alice-in";

    @Override
    public Decision request(SipExchange exchange) {
        String token = exchange.request().header("X-Web-Token");
        if (!TOKEN.equals(token)) {
            return Decision.next();
        }
        Identity alice = new Identity(Identity.Kind.USER, "alice@example.org", "web token");
        return Decision.next(exchange.request().without("X-Web-Token"), alice);
    }
}
