package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;
import org.junit.jupiter.api.Test;

class JudgesTest {
    private static final Verdict GOOD = Verdict.proven("1", List.of(), Long.MAX_VALUE);

    private final List<String> answered = new ArrayList<>();
    private final List<CompletableFuture<Verdict>> open = new ArrayList<>();
    private final ScriptedJudge judge = new ScriptedJudge();
    private int changes;
    private final Judges judges = new Judges(() -> changes++);

    JudgesTest() {
        judge.verdict = presented -> {
            open.add(new CompletableFuture<>());
            return open.get(open.size() - 1);
        };
    }

    private boolean ask(String name, boolean isNew) {
        return judges.ask(() -> new PeerCertificate(name, "public", false, new InetSocketAddress(0), null, false, List.of(), List.of()), isNew,
            verdict -> answered.add(name + (verdict == null ? " nobody" : "")));
    }

    private List<String> asked() {
        return judge.asked.stream().map(PeerCertificate::listener).toList();
    }

    @Test
    void fewQuestionsAreOpenAtATimeAndNewLinesComeFirst() {
        judges.bind(judge, Map.of());
        for (int i = 0; i < 3; i++) {
            ask("again" + i, false);
        }
        ask("again3", false);
        ask("new", true);
        assertEquals(List.of("again0", "again1", "again2"), asked());
        open.get(0).complete(GOOD);
        assertEquals("new", asked().get(3));
        assertEquals(1, judges.waiting());
        open.get(3).complete(GOOD);
        assertEquals("again3", asked().get(4));
        assertEquals(List.of("again0", "new"), answered);
    }

    @Test
    void noMoreLinesWaitThanThereIsRoomFor() {
        for (int i = 0; i < 4_000; i++) {
            assertTrue(ask("n", true));
        }
        assertFalse(ask("n", true));
    }

    @Test
    void aJudgeThatThrowsCannotSay() {
        judge.verdict = presented -> {
            throw new IllegalStateException("expected in this test");
        };
        judges.bind(judge, Map.of());
        ask("a", true);
        assertEquals(List.of("a nobody"), answered);
    }

    @Test
    void theHigherRankingThenTheNewerIsAsked() {
        ScriptedJudge higher = new ScriptedJudge();
        judges.bind(higher, Map.of("service.ranking", 1, "service.id", 1L));
        judges.bind(judge, Map.of("service.id", 2L));
        ask("a", true);
        assertEquals(1, higher.asked.size());
        assertEquals(List.of(), asked());
        judges.unbind(higher);
        ask("b", true);
        assertEquals(List.of("b"), asked());
    }

    @Test
    void onlyAnotherPolicyIsAChange() {
        assertNull(judges.policy());
        judges.bind(judge, Map.of());
        judges.askPolicy();
        assertEquals(1, changes);
        judge.policy = "2";
        judges.askPolicy();
        assertEquals(2, changes);
        assertEquals("2", judges.policy());
    }
}
