package org.hotcut.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.message.MalformedMessageException;
import org.hotcut.sip.message.Parser;

/** What a handler is given, made by a test; keeps notes and timers as they are set. */
public final class TestExchange implements SipExchange {
    /** Notes the handler made. */
    public final Map<String, String> notes = new HashMap<>();
    /** Timers the handler set. */
    public final Map<String, Duration> timers = new HashMap<>();
    /** See {@link SipExchange#tried}. */
    public final List<Target> tried = new ArrayList<>();

    private final SipRequest request;
    private String id = "transaction-1";
    private Flow flow = flow(Protocol.UDP, "192.0.2.1", 5060);
    private Identity identity;
    private RouteToken dialog;
    private SipResponse best;

    private TestExchange(SipRequest request) {
        this.request = request;
    }

    /** Makes an exchange by UDP from 192.0.2.1:5060 of a request; line ends may be plain. */
    public static TestExchange of(String request) {
        return new TestExchange((SipRequest) message(request));
    }

    /** Makes an exchange of a request. */
    public static TestExchange of(SipRequest request) {
        return new TestExchange(request);
    }

    /** Makes a flow to us from there. */
    public static Flow flow(Protocol protocol, String address, int port) {
        InetSocketAddress remote = new InetSocketAddress(address, port);
        InetSocketAddress local = new InetSocketAddress("192.0.2.100", protocol.isSecure() ? 5061 : 5060);
        long id = remote.hashCode() * 31L + protocol.ordinal();
        return new Flow(id, protocol.name().toLowerCase(java.util.Locale.ROOT), protocol, local, remote);
    }

    /** Sets the key of the transaction. */
    public TestExchange id(String newId) {
        id = newId;
        return this;
    }

    /** Sets the line. */
    public TestExchange flow(Flow newFlow) {
        flow = newFlow;
        return this;
    }

    /** Sets who was proven. */
    public TestExchange identity(Identity newIdentity) {
        identity = newIdentity;
        return this;
    }

    /** Sets what the token says. */
    public TestExchange dialog(RouteToken token) {
        dialog = token;
        return this;
    }

    /** Sets the best response. */
    public TestExchange best(String response) {
        best = (SipResponse) message(response);
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public Identity identity() {
        return identity;
    }

    @Override
    public RouteToken dialog() {
        return dialog;
    }

    @Override
    public SipResponse best() {
        return best;
    }

    @Override
    public List<Target> tried() {
        return tried;
    }

    @Override
    public String note(String key) {
        return notes.get(key);
    }

    @Override
    public void note(String key, String value) {
        notes.put(key, value);
    }

    @Override
    public void wake(Duration after, String timer) {
        timers.put(timer, after);
    }

    private static Object message(String text) {
        String lines = text.replace("\r\n", "\n").replace("\n", "\r\n");
        try {
            return Parser.parse((lines.endsWith("\r\n\r\n") ? lines : lines + "\r\n\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException(e.getMessage() + ": " + text, e);
        }
    }
}
