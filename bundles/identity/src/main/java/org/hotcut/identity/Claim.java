package org.hotcut.identity;

import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;

/**
 * What a request claims and has to prove; no part of the exchange's view, so that it may be judged on another thread.
 *
 * @param request     the request
 * @param flow        the line it came by
 * @param transaction key of the server transaction
 * @param domain      the domain that can tell
 * @param speaker     whom it claims to speak for: From, or To of a REGISTER
 * @param dialog      the dialog it is part of, or null
 */
record Claim(SipRequest request, Flow flow, String transaction, Domain domain, SipUri speaker, RouteToken dialog) {
    /** REGISTER is addressed to us (401), everything else passes us (407); RFC 3261 section 22.1. */
    boolean toRegistrar() {
        return request.method().equals("REGISTER");
    }
}
