package org.hotcut.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.hotcut.core.api.net.CertificateJudge;
import org.hotcut.core.api.net.PeerCertificate;
import org.hotcut.core.api.net.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever judges certificates now, and the questions to him: few at a time, new connections before old ones that are judged again. What he has not answered two
 * seconds after he left goes to the next. Any thread.
 */
final class Judges {
    private static final Logger LOG = LoggerFactory.getLogger(Judges.class);
    private static final int AT_A_TIME = 3;
    private static final int MOST_WAITING = 4_000;
    private static final long DRAIN_MILLIS = 2_000;

    private record Bound(CertificateJudge judge, int ranking, long serviceId) { }

    /** A higher ranking wins, then the newer service. */
    private static final Comparator<Bound> ORDER = Comparator.comparingInt(Bound::ranking).thenComparingLong(Bound::serviceId);

    /** Compared by itself: a line may be asked about twice. */
    private static final class Question {
        private final Supplier<PeerCertificate> presented;
        private final Consumer<Verdict> answer;
        private final boolean isNew;

        Question(Supplier<PeerCertificate> presented, Consumer<Verdict> answer, boolean isNew) {
            this.presented = presented;
            this.answer = answer;
            this.isNew = isNew;
        }
    }

    private final Runnable policyChanged;
    private final List<Bound> bearers = new ArrayList<>();
    private final Queue<Question> fresh = new ArrayDeque<>();
    private final Queue<Question> again = new ArrayDeque<>();
    /** Who was asked what and has not answered. */
    private final Map<Bound, Set<Question>> inside = new HashMap<>();
    private volatile Bound current;
    private volatile String policy;
    private boolean failedBefore;

    /**
     * @param policyChanged told, on any thread, when all are to be judged again
     */
    Judges(Runnable policyChanged) {
        this.policyChanged = policyChanged;
    }

    boolean isAbsent() {
        return current == null;
    }

    /** Returns the version of the rules in force, as far as it is known, or null. */
    String policy() {
        return policy;
    }

    synchronized int waiting() {
        return fresh.size() + again.size();
    }

    void bind(CertificateJudge judge, Map<String, ?> properties) {
        int ranking = properties.get("service.ranking") instanceof Integer value ? value : 0;
        long serviceId = properties.get("service.id") instanceof Long value ? value : 0;
        synchronized (this) {
            bearers.add(new Bound(judge, ranking, serviceId));
            current = bearers.stream().max(ORDER).orElseThrow();
            failedBefore = false;
        }
        askPolicy();
        pump();
    }

    /** Returns when he has answered all that he was asked, after two seconds at most. */
    void unbind(CertificateJudge judge) {
        List<Question> open = new ArrayList<>();
        synchronized (this) {
            Bound gone = bearers.stream().filter(bound -> bound.judge == judge).findFirst().orElse(null);
            bearers.remove(gone);
            current = bearers.stream().max(ORDER).orElse(null);
            drain(gone);
            Set<Question> left = inside.remove(gone);
            if (left != null) {
                open.addAll(left);
            }
            open.forEach(this::queue);
        }
        if (!open.isEmpty()) {
            LOG.warn("The judge of certificates left {} questions open; the next one is asked", open.size());
        }
        pump();
    }

    private void drain(Bound gone) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
        try {
            while (inside.containsKey(gone) && until - System.nanoTime() > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks what the rules are now; when they are others than before, all are judged again. */
    void askPolicy() {
        Bound bound = current;
        if (bound == null) {
            return;
        }
        try {
            bound.judge.policy().whenComplete((version, fault) -> {
                if (fault == null && version != null && bound == current && !version.equals(policy)) {
                    policy = version;
                    policyChanged.run();
                }
            });
        } catch (RuntimeException | LinkageError e) {
            failed(bound, e);
        }
    }

    /**
     * Asks about a certificate.
     *
     * @param isNew  nothing is known of it yet; otherwise it is judged again
     * @param answer told on any thread; null when nobody could say
     * @return false when too many wait already
     */
    boolean ask(Supplier<PeerCertificate> presented, boolean isNew, Consumer<Verdict> answer) {
        synchronized (this) {
            if (isNew && fresh.size() >= MOST_WAITING) {
                return false;
            }
            queue(new Question(presented, answer, isNew));
        }
        pump();
        return true;
    }

    private void queue(Question question) {
        (question.isNew ? fresh : again).add(question);
    }

    private void pump() {
        while (true) {
            Bound bound;
            Question question;
            synchronized (this) {
                bound = current;
                if (bound == null || inside.getOrDefault(bound, Set.of()).size() >= AT_A_TIME) {
                    return;
                }
                question = fresh.isEmpty() ? again.poll() : fresh.poll();
                if (question == null) {
                    return;
                }
                inside.computeIfAbsent(bound, none -> new HashSet<>()).add(question);
            }
            put(bound, question);
        }
    }

    private void put(Bound bound, Question question) {
        try {
            CompletionStage<Verdict> stage = bound.judge.judge(question.presented.get());
            stage.whenComplete((verdict, fault) -> answered(bound, question, fault == null ? verdict : null, fault));
        } catch (RuntimeException | LinkageError e) {
            failed(bound, e);
            answered(bound, question, null, null);
        }
    }

    private void answered(Bound bound, Question question, Verdict verdict, Throwable fault) {
        synchronized (this) {
            Set<Question> open = inside.get(bound);
            if (open == null || !open.remove(question)) {
                return; // he was fenced: the next one is asked
            }
            if (open.isEmpty()) {
                inside.remove(bound);
                notifyAll();
            }
            if (verdict == null && bound != current) {
                queue(question);
                question = null;
            }
        }
        if (fault != null) {
            LOG.debug("A certificate could not be judged now: {}", fault.toString());
        }
        if (question != null) {
            question.answer.accept(verdict);
        }
        pump();
    }

    private void failed(Bound bound, Throwable cause) {
        synchronized (this) {
            if (failedBefore || bound != current) {
                return;
            }
            failedBefore = true;
        }
        LOG.error("The judge of certificates failed; further faults of this version are not logged", cause);
    }
}
