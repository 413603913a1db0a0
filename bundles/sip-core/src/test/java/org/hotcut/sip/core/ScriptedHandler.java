package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;

/** A handler that does what the test says and keeps the exchanges it was shown. */
final class ScriptedHandler implements SipHandler {
    private final List<SipExchange> seen = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> subjects = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Function<SipExchange, Decision> onRequest;
    private Function<SipExchange, Decision> onFailed = exchange -> Decision.respond();
    private Function<SipExchange, Decision> onWoken = exchange -> Decision.pending();

    ScriptedHandler(Function<SipExchange, Decision> onRequest) {
        this.onRequest = onRequest;
    }

    static ScriptedHandler always(Decision decision) {
        return new ScriptedHandler(exchange -> decision);
    }

    ScriptedHandler onRequest(Function<SipExchange, Decision> answer) {
        onRequest = answer;
        return this;
    }

    ScriptedHandler onFailed(Function<SipExchange, Decision> answer) {
        onFailed = answer;
        return this;
    }

    ScriptedHandler onWoken(Function<SipExchange, Decision> answer) {
        onWoken = answer;
        return this;
    }

    List<SipExchange> seen() {
        return seen;
    }

    /** Returns {@code request METHOD}, {@code failed STATUS}, {@code woken TIMER}, in order. */
    List<String> events() {
        return events;
    }

    /** Returns the Subject of each new request, in order. */
    List<String> subjects() {
        return subjects;
    }

    /** Returns the id of each exchange that was new, in order. */
    List<String> ids() {
        return ids;
    }

    @Override
    public Decision request(SipExchange exchange) {
        seen.add(exchange);
        subjects.add(exchange.request().header("Subject"));
        ids.add(exchange.id());
        events.add("request " + exchange.request().method());
        return onRequest.apply(exchange);
    }

    @Override
    public Decision failed(SipExchange exchange) {
        seen.add(exchange);
        events.add("failed " + exchange.best().status());
        return onFailed.apply(exchange);
    }

    @Override
    public Decision woken(SipExchange exchange, String timer) {
        seen.add(exchange);
        events.add("woken " + timer);
        return onWoken.apply(exchange);
    }
}
