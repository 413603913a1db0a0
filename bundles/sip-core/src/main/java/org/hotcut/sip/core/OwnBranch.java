package org.hotcut.sip.core;

import java.util.List;
import java.util.function.Consumer;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient.Answer;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.Literal;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.Security;
import org.hotcut.sip.core.route.Speaker;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.OwnRequestWriter;
import org.hotcut.sip.message.Response;
import org.hotcut.sip.message.UriParser;

/** The way of one request of our own: its hops are tried one after the other until one answers (RFC 3263 section 4.3); tells once what came. */
final class OwnBranch implements NextHop.Located {
    private final CoreLoop loop;
    private final OwnRequest request;
    private final Target target;
    private Consumer<Answer> told;
    private Ways ways;
    private Speaker speaker = Speaker.NOBODY;

    OwnBranch(CoreLoop loop, OwnRequest request, Target target, Consumer<Answer> told) {
        this.loop = loop;
        this.request = request;
        this.target = target;
        this.told = told;
    }

    void start() {
        Flow flow = target.flow();
        if (flow != null && loop.services.flows.isOpen(flow)) {
            hops(List.of(Hop.of(flow)));
        } else if (target.strict()) {
            none(430, null);
        } else {
            locate();
        }
    }

    private void locate() {
        try {
            SipUri next = target.route().isEmpty() ? UriParser.parse(uri()) : AddressParser.parse(target.route().get(0)).uri();
            speaker = speaker(next);
            loop.nextHop.locate(next, Security.OFFERED, this);
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
    public void hops(List<Hop> found) {
        ways = new Ways(found);
        next();
    }

    @Override
    public void none(int status, String reason) {
        tell(status, null);
    }

    private void next() {
        Hop hop = ways.next();
        new OwnAttempt(this, loop, hop).start(ways.hasNext() ? loop.services.routing().hopTimeout() : 0, speaker);
    }

    /**
     * Returns the bytes for a line.
     *
     * @throws IllegalArgumentException when the target is none
     */
    byte[] write(Flow line, long number) {
        String via = loop.endpoints.via(line).concat(loop.branches.text(number));
        return OwnRequestWriter.write(request, uri(), target.route(), via, request.method().equals("NOTIFY") ? contact(loop, line) : null);
    }

    String method() {
        return request.method();
    }

    /** Returns the URI that leads the peer of a line here. */
    static String contact(CoreLoop loop, Flow line) {
        String route = loop.endpoints.route(line);
        return "sip:" + route.substring(1, route.length() - ";lr>".length());
    }

    /** A hop has answered. */
    void answered(Hop hop, Response response) {
        loop.services.avoided.remove(hop);
        if (response.status() == 503 && ways.hasNext()) {
            failed(hop, 503, "answers 503");
        } else {
            tell(response.status(), response);
        }
    }

    /** A hop could not be reached, was silent or answers that it cannot. */
    void failed(Hop hop, int status, String how) {
        if (told == null) {
            return;
        }
        if (!ways.hasNext()) {
            tell(status, null);
            return;
        }
        if (status != 408) { // who says nothing: that is not held against it (RFC 4321 section 1.3)
            loop.services.avoid(hop, how);
        }
        next();
    }

    private void tell(int status, Response response) {
        Consumer<Answer> once = told;
        told = null;
        if (once != null) {
            once.accept(new Answer(status, response));
        }
    }
}
