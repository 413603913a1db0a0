package org.hotcut.sip.core;

import java.util.List;
import java.util.stream.Collectors;

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
    /** We put on two at most, one for each side; twice that for a call that comes by a second time. */
    private static final int MOST_TOKENS = 4;

    static OwnRoutes take(Request arrived, Endpoints endpoints, TokenCodec tokens) {
        Request request = repaired(arrived, endpoints, tokens);
        Address first = request.route(0);
        if (first == null || !endpoints.isOwn(first.uri())) {
            return new OwnRoutes(request, null);
        }
        List<NameAddr> routes = request.addresses("Route");
        DialogToken dialog = null;
        int own = 0;
        while (own < routes.size() && endpoints.isOwn(routes.get(own).uri())) {
            if (dialog == null && own < MOST_TOKENS) {
                dialog = tokens.read(routes.get(own).uri().user(), request);
            }
            own++;
        }
        Request left = request.without("Route");
        return new OwnRoutes(own == routes.size() ? left : left.withHeader("Route", text(routes.subList(own, routes.size()))), dialog);
    }

    // in one piece: to put in one after the other costs a stranger nothing and us a copy of the message each
    private static String text(List<NameAddr> routes) {
        return routes.stream().map(NameAddr::text).collect(Collectors.joining(", "));
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
        return repaired.withHeader("Route", routes == 1 ? ours : ours + ", " + text(all.subList(0, routes - 1)));
    }
}
