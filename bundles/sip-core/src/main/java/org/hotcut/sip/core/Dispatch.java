package org.hotcut.sip.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.RouteToken;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipResponse;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.chain.Event;
import org.hotcut.sip.message.Request;

/**
 * One event of an exchange given to one handler, and what that handler sees of the exchange meanwhile. What it notes and asks for waits here for its
 * decision. Once that is made, or the handler was fenced, everything here refuses.
 */
final class Dispatch extends Event implements SipExchange {
    /** What has happened. */
    enum Kind { REQUEST, FAILED, WOKEN }

    private static final int MOST_NOTES = 16;
    private static final int MOST_NOTE = 1_000;
    private static final int MOST_TIMERS = 16;
    private static final int MOST_AWAITS = 16;

    private final Agenda agenda;
    private final Exchange exchange;
    private final Kind kind;
    private final int place;
    private final String timer;
    private final Request request;
    private final Identity identity;
    private Map<String, String> notes;
    private Map<String, Duration> wakes;
    private List<Await> awaits;

    Dispatch(Agenda agenda, Kind kind, int place, String timer) {
        this.agenda = agenda;
        exchange = agenda.exchange();
        this.kind = kind;
        this.place = place;
        this.timer = timer;
        request = exchange.request();
        identity = exchange.identity();
    }

    int place() {
        return place;
    }

    Kind kind() {
        return kind;
    }

    boolean isSame(Kind other, int at, String called) {
        return kind == other && place == at && Objects.equals(timer, called);
    }

    /** Returns null when there are none. */
    Map<String, String> notes() {
        return notes;
    }

    /** Returns null when there are none. */
    Map<String, Duration> wakes() {
        return wakes;
    }

    /** Returns whether there is anything to keep with the decision. */
    boolean hasLeftSomething() {
        return notes != null || wakes != null || awaits != null;
    }

    /** Hands over what is awaited: from now on it is not this dispatch's to let go. */
    synchronized List<Await> takeAwaits() {
        List<Await> taken = awaits == null ? List.of() : awaits;
        awaits = null;
        return taken;
    }

    /** Nothing will be decided here. */
    void release() {
        takeAwaits().forEach(exchange.loop().services.awaits::remove);
    }

    @Override
    protected int bytes() {
        return request.size();
    }

    @Override
    protected long stream() {
        Flow flow = exchange.flow();
        return flow.protocol().isStream() ? flow.id() : 0;
    }

    @Override
    protected Decision ask(SipHandler handler) {
        return switch (kind) {
            case REQUEST -> handler.request(this);
            case FAILED -> handler.failed(this);
            case WOKEN -> handler.woken(this, timer);
        };
    }

    @Override
    protected void decided(Decision decision) {
        agenda.decided(this, decision);
    }

    @Override
    protected void failed(Throwable fault) {
        agenda.handlerFailed(this, fault);
    }

    @Override
    protected void delayed() {
        exchange.trying();
    }

    @Override
    protected void late() {
        agenda.giveUp(this, Drop.PARKED_TOO_LONG);
    }

    @Override
    protected void refused() {
        agenda.giveUp(this, Drop.PARKING_FULL);
    }

    @Override
    protected Event again() {
        release();
        return agenda.again(kind, place, timer);
    }

    @Override
    public String id() {
        check();
        return exchange.id();
    }

    @Override
    public String tag() {
        check();
        return exchange.tag();
    }

    @Override
    public Request request() {
        check();
        return request;
    }

    @Override
    public Flow flow() {
        check();
        return exchange.flow();
    }

    @Override
    public Identity identity() {
        check();
        return identity;
    }

    @Override
    public RouteToken dialog() {
        check();
        return exchange.dialog();
    }

    @Override
    public SipResponse best() {
        check();
        return exchange.best(request);
    }

    @Override
    public List<Target> tried() {
        check();
        return exchange.tried();
    }

    @Override
    public String note(String key) {
        check();
        String mine = notes == null ? null : notes.get(key);
        return mine != null ? mine : agenda.notes(place).get(key);
    }

    @Override
    public void note(String key, String value) {
        check();
        if (key.length() > MOST_NOTE || value.length() > MOST_NOTE) {
            throw new IllegalArgumentException("A note has at most " + MOST_NOTE + " characters");
        }
        Map<String, String> before = agenda.notes(place);
        int added = notes == null ? 0 : (int) notes.keySet().stream().filter(each -> !before.containsKey(each)).count();
        boolean isNew = !before.containsKey(key) && (notes == null || !notes.containsKey(key));
        if (isNew && before.size() + added >= MOST_NOTES) {
            throw new IllegalArgumentException("A handler has at most " + MOST_NOTES + " notes");
        }
        notes = notes == null ? new LinkedHashMap<>(4) : notes;
        notes.put(key, value);
    }

    @Override
    public void wake(Duration after, String name) {
        check();
        wakes = wakes == null ? new LinkedHashMap<>(4) : wakes;
        if (wakes.size() >= MOST_TIMERS && !wakes.containsKey(name)) {
            throw new IllegalArgumentException("A handler has at most " + MOST_TIMERS + " timers");
        }
        wakes.put(name, after);
    }

    @Override
    public boolean await(String address, String name) {
        check();
        Await await = new Await(agenda, place, address, name);
        if (agenda.awaits(await)) {
            return true;
        }
        boolean added = add(await);
        if (isClosed()) { // while a stage of the handler was here, on a thread of its own
            release();
        }
        return added;
    }

    private synchronized boolean add(Await await) {
        awaits = awaits == null ? new ArrayList<>(1) : awaits;
        if (awaits.stream().anyMatch(await::isSame)) {
            return true;
        }
        if (awaits.size() >= MOST_AWAITS) {
            throw new IllegalArgumentException("A handler waits for at most " + MOST_AWAITS + " addresses");
        }
        return exchange.loop().services.awaits.add(await) && awaits.add(await);
    }

    private void check() {
        if (isClosed()) {
            throw new IllegalStateException("This exchange was decided, or taken back and given to another handler");
        }
    }
}
