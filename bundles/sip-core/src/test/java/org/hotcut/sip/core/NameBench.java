package org.hotcut.sip.core;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.core.route.RouteSettings;
import org.hotcut.sip.message.Message;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Response;
import org.hotcut.testkit.DnsServer;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;

/** A bench with a name server: the clock stands still, but its answers come over a socket and are waited for. */
final class NameBench implements AutoCloseable {
    /** A request that left, as {@code udp 192.0.2.2:5060}. */
    record Sent(Flow flow, Request request) {
        String to() {
            return flow.toString();
        }
    }

    final Bench bench = new Bench();
    final DnsServer dns = new DnsServer();
    private final List<Sent> requests = new ArrayList<>();
    private final List<Response> responses = new ArrayList<>();
    private int calls;
    private String reason;

    NameBench() {
        bench.core.services().dns.configure(List.of(dns.address()));
    }

    @Override
    public void close() {
        dns.close();
    }

    void routing(RouteSettings routing) {
        bench.core.services().routing(routing);
    }

    /** Sends a request of alice's that goes to a URI. */
    void request(String method, String uri, String... headers) {
        bench.bind("handler", ScriptedHandler.always(Decision.forward(List.of(Target.of(uri)))));
        bench.receive(bench.alice, Bench.request(method, "call" + ++calls, headers));
    }

    /** Calls a URI and returns what leaves first. */
    Sent call(String uri, String... headers) {
        request("INVITE", uri, headers);
        return next();
    }

    /** Returns the next request that leaves. */
    Sent next() {
        until(() -> !requests.isEmpty());
        return requests.remove(0);
    }

    /** Returns the requests that have left and were not looked at yet, as {@code INVITE udp 192.0.2.2:5060}. */
    List<String> left() {
        look();
        List<String> left = requests.stream().map(sent -> sent.request.method() + ' ' + sent.to()).toList();
        requests.clear();
        return left;
    }

    /** Returns the status of the next final answer alice gets. */
    int answer() {
        until(() -> responses.stream().anyMatch(response -> response.status() >= 200));
        Response first = responses.stream().filter(response -> response.status() >= 200).findFirst().orElseThrow();
        reason = first.reason();
        responses.clear();
        return first.status();
    }

    /** Returns the reason phrase of the last {@link #answer}. */
    String reason() {
        return reason;
    }

    /** Returns whether alice has a final answer. */
    boolean isAnswered() {
        look();
        return responses.stream().anyMatch(response -> response.status() >= 200);
    }

    void answers(Sent sent, int status, String... headers) {
        bench.receive(sent.flow, Sip.response(sent.request, status, headers));
        look();
    }

    void pass(long millis) {
        bench.pass(millis);
        look();
    }

    /** Waits for what comes from the name server. */
    void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(5)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
            look();
            return condition.getAsBoolean();
        });
    }

    private void look() {
        bench.loops.run();
        for (RecordingFlows.Sent sent : bench.flows.sent()) {
            Message message = Sip.message(sent.bytes());
            if (message instanceof Request request) {
                requests.add(new Sent(sent.flow(), request));
            } else {
                responses.add((Response) message);
            }
        }
        bench.flows.forget();
    }
}
