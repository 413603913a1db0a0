package org.hotcut.sip.core;

import java.util.List;

import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.core.route.DialogToken;
import org.hotcut.sip.core.route.Endpoints;
import org.hotcut.sip.core.route.TokenCodec;
import org.hotcut.sip.message.Address;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Uri;

/**
 * What arrives with our own Route on it (RFC 3261 section 16.4): the request without it, and what the token in it says.
 *
 * @param request the request as it is judged
 * @param dialog  null when there is no valid token
 */
record OwnRoutes(Request request, DialogToken dialog) {
    private static final int LEAST_TOKEN = 29;

    static OwnRoutes take(Request arrived, Endpoints endpoints, TokenCodec tokens) {
        Request request = repaired(arrived, endpoints, tokens);
        DialogToken dialog = null;
        int own = 0;
        for (Address route = request.route(0); route != null && endpoints.isOwn(route.uri()); route = request.route(own)) {
            if (dialog == null) {
                dialog = tokens.read(route.uri().user(), request);
            }
            own++;
        }
        return new OwnRoutes(own == 0 ? request : without(request, own), dialog);
    }

    /** A strict router before us has put our Record-Route into the Request-URI and the true one to the end of the Route. */
    private static Request repaired(Request request, Endpoints endpoints, TokenCodec tokens) {
        int routes = request.routeCount();
        if (routes == 0) {
            return request;
        }
        Uri uri = request.uri();
        String user = uri.user();
        if (user == null || user.length() < LEAST_TOKEN || !endpoints.isOwn(uri) || tokens.read(user, request) == null) {
            return request;
        }
        String ours = '<' + uri.text() + '>';
        List<NameAddr> all = request.addresses("Route");
        Request repaired = request.withUri(all.get(routes - 1).uri().text()).without("Route");
        for (int i = routes - 2; i >= 0; i--) {
            repaired = repaired.withHeader("Route", all.get(i).text());
        }
        return repaired.withHeader("Route", ours);
    }

    private static Request without(Request request, int own) {
        List<NameAddr> all = request.addresses("Route");
        Request left = request.without("Route");
        for (int i = all.size() - 1; i >= own; i--) {
            left = left.withHeader("Route", all.get(i).text());
        }
        return left;
    }
}
