package org.hotcut.sip.core;

import java.util.function.Consumer;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Literal;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.core.transaction.ClientUser;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.OwnRequestWriter;
import org.hotcut.sip.message.Response;
import org.hotcut.sip.message.UriParser;

/** The way of one request of our own: finds its line, sends it, tells once what came. */
final class OwnBranch implements NextHop.Found, ClientUser {
    private final CoreLoop loop;
    private final OwnRequest request;
    private final Target target;
    private Consumer<Answer> told;

    OwnBranch(CoreLoop loop, OwnRequest request, Target target, Consumer<Answer> told) {
        this.loop = loop;
        this.request = request;
        this.target = target;
        this.told = told;
    }

    void start() {
        Flow flow = target.flow();
        if (flow != null && loop.services.flows.isOpen(flow)) {
            line(flow);
        } else if (target.strict()) {
            none(430, null);
        } else {
            find();
        }
    }

    private void find() {
        try {
            SipUri next = target.route().isEmpty() ? UriParser.parse(uri()) : AddressParser.parse(target.route().get(0)).uri();
            loop.nextHop.find(next, hop -> true, speaker(next), this);
        } catch (IllegalArgumentException e) {
            none(503, e.getMessage());
        }
    }

    /** Returns in whose name it goes. Where a number leads to, the domain that it is for must answer: no certificate of a domain has numbers. */
    private Speaker speaker(SipUri next) {
        String peer = next.isSip() && Literal.parse(next.host()) != null ? host(request.to()) : null;
        Accounts accounts = loop.services.accounts();
        boolean elsewhere = peer != null && accounts != null && accounts.domain(peer) == null;
        return new Speaker(host(request.from()), elsewhere ? peer : null);
    }

    private static String host(String address) {
        SipUri uri = AddressParser.parse(address).uri();
        return uri.isSip() ? uri.host() : null;
    }

    private String uri() {
        return target.uri() == null ? request.uri() : target.uri();
    }

    @Override
    public void line(Flow line) {
        long number = loop.branches.next();
        byte[] bytes;
        try {
            String via = loop.endpoints.via(line).concat(loop.branches.text(number));
            bytes = OwnRequestWriter.write(request, uri(), target.route(), via, request.method().equals("NOTIFY") ? contact(loop, line) : null);
        } catch (IllegalArgumentException e) {
            none(503, e.getMessage());
            return;
        }
        loop.table.request(number, request.method(), line, this).start(bytes);
    }

    /** Returns the URI that leads the peer of a line here. */
    static String contact(CoreLoop loop, Flow line) {
        String route = loop.endpoints.route(line);
        return "sip:" + route.substring(1, route.length() - ";lr>".length());
    }

    @Override
    public void none(int status, String reason) {
        tell(status, null);
    }

    @Override
    public void response(Response response) {
        if (response.status() >= 200) {
            tell(response.status(), response);
        }
    }

    @Override
    public void timedOut() {
        tell(408, null);
    }

    @Override
    public void unreachable() {
        tell(503, null);
    }

    private void tell(int status, Response response) {
        Consumer<Answer> once = told;
        told = null;
        if (once != null) {
            once.accept(new Answer(status, response));
        }
    }
}
