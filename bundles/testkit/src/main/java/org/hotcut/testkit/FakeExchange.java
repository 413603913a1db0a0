package org.hotcut.testkit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.Target;

/** An exchange as a handler sees it, set up by the test; keeps notes and timers. */
public final class FakeExchange implements SipExchange {
    private final Map<String, String> notes = new LinkedHashMap<>();
    private final Map<String, Duration> timers = new LinkedHashMap<>();
    private final Map<String, String> awaited = new LinkedHashMap<>();
    private final SipRequest request;
    private String id = "exchange-1";
    private Flow flow = new RecordingFlows().udp("192.0.2.1", 5060);
    private Identity identity;
    private RouteToken dialog;
    private SipResponse best;
    private List<Target> tried = List.of();
    private boolean mayAwait = true;

    /** Makes one that came over UDP from 192.0.2.1 and proves nothing. */
    public FakeExchange(SipRequest request) {
        this.request = request;
    }

    /** Makes one of a text. */
    public static FakeExchange of(String text) {
        return new FakeExchange(Sip.request(text));
    }

    /** Sets {@link #id()}. */
    public FakeExchange id(String key) {
        id = key;
        return this;
    }

    /** Sets {@link #flow()}. */
    public FakeExchange flow(Flow line) {
        flow = line;
        return this;
    }

    /** Sets {@link #identity()}. */
    public FakeExchange identity(Identity proven) {
        identity = proven;
        return this;
    }

    /** Sets {@link #identity()} to a user. */
    public FakeExchange user(String address) {
        return identity(new Identity(Identity.Kind.USER, address, "test"));
    }

    /** Sets {@link #dialog()}. */
    public FakeExchange dialog(RouteToken token) {
        dialog = token;
        return this;
    }

    /** Sets {@link #best()}. */
    public FakeExchange best(SipResponse response) {
        best = response;
        return this;
    }

    /** Sets {@link #tried()}. */
    public FakeExchange tried(Target... targets) {
        tried = List.of(targets);
        return this;
    }

    /** Sets what {@link #await} says: true unless too many wait. */
    public FakeExchange mayAwait(boolean may) {
        mayAwait = may;
        return this;
    }

    /** Returns the timers called when somebody registers, by address, in order. */
    public Map<String, String> awaited() {
        return awaited;
    }

    /** Returns what was noted, in order. */
    public Map<String, String> notes() {
        return notes;
    }

    /** Returns the timers set, in order. */
    public Map<String, Duration> timers() {
        return timers;
    }

    @Override
    public String id() {
        return id;
    }

    /** Returns the id with {@code tag-} before it. */
    @Override
    public String tag() {
        return "tag-" + id;
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

    @Override
    public boolean await(String address, String timer) {
        if (mayAwait) {
            awaited.put(address, timer);
        }
        return mayAwait;
    }
}
