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
 * @param endsHere    whether it is addressed to us (401) or passes us (407); see {@link Addressee}
 */
record Claim(SipRequest request, Flow flow, String transaction, Domain domain, SipUri speaker, RouteToken dialog, boolean endsHere) {
    boolean toRegistrar() {
        return request.method().equals("REGISTER");
    }
}
