package org.hotcut.turn.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.TurnHandler;
import org.hotcut.turn.api.TurnRequest;

/** Decides by the transaction id what the test has said, and writes outcomes as text. */
final class ScriptedHandler implements TurnHandler {
    final List<TurnRequest> asked = new ArrayList<>();
    private final Map<String, CompletionStage<Decision>> decisions;
    private final String mark;
    boolean fails;
    /** What it was last told. */
    Outcome outcome;
    /** The last of connections to peers. */
    Outcome connected;

    ScriptedHandler(String mark, Map<String, CompletionStage<Decision>> decisions) {
        this.mark = mark;
        this.decisions = decisions;
    }

    ScriptedHandler() {
        this("", new HashMap<>());
    }

    /** Another version of it, by the same script. */
    ScriptedHandler next(String nextMark) {
        return new ScriptedHandler(nextMark, decisions);
    }

    void decides(byte[] request, Decision decision) {
        decisions.put(key(request), CompletableFuture.completedFuture(decision));
    }

    void decides(byte[] request, CompletionStage<Decision> decision) {
        decisions.put(key(request), decision);
    }

    private static String key(byte[] request) {
        return new String(request, 8, 12, StandardCharsets.ISO_8859_1);
    }

    @Override
    public CompletionStage<Decision> decide(TurnRequest request) {
        asked.add(request);
        if (fails) {
            throw new IllegalStateException("it fails as the test has said");
        }
        return decisions.get(key(request.message()));
    }

    @Override
    public byte[] answer(TurnRequest request, Decision.Apply applied, Outcome told) {
        outcome = told;
        connected = told instanceof Outcome.Connected ? told : connected;
        return (mark + text(told)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.code() + " " + failed.reason();
        }
        return outcome instanceof Outcome.Allocated allocated ? "allocated " + allocated.relayed() + ' ' + allocated.lackingCode() : outcome.toString();
    }
}
