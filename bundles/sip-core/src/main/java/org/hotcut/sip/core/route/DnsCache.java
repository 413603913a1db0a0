package org.hotcut.sip.core.route;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.core.transaction.Timer;
import org.hotcut.sip.core.transaction.TimerWheel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Record;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * What DNS has said, for one loop. A question goes to one server after the other, half a second apart; those who ask the same meanwhile wait for the same answer.
 * While no server answers, what was known is good for another hour.
 */
public final class DnsCache {
    static final long RETRY_MILLIS = 500;
    static final long LIMIT_MILLIS = 1_500;
    /** As above when something was known before. */
    static final long STALE_LIMIT_MILLIS = 1_000;
    static final long LEAST_MILLIS = 5_000;
    static final long MOST_MILLIS = 300_000;
    /** There is no such name, or no such record of it. */
    static final long NONE_MILLIS = 10_000;
    /** Nobody has answered. */
    static final long FAILED_MILLIS = 3_000;
    static final long STALE_MILLIS = 3_600_000;
    private static final int MOST_QUESTIONS = 2_000;
    static final int MOST_WAITING = 256;
    private static final int MOST_RECORDS = 16;
    private static final int ATTEMPTS = 3;
    private static final long QUIET_MILLIS = 60_000;
    private static final Logger LOG = LoggerFactory.getLogger(DnsCache.class);

    private record Question(String name, int type) { }

    private final Dns dns;
    private final Loops loops;
    private final int loop;
    private final TimerWheel wheel;
    private final Map<Question, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private int waiting;
    private long warned = -QUIET_MILLIS;

    /** Asks for the loop that turns this wheel. */
    public DnsCache(Dns dns, Loops loops, int loop, TimerWheel wheel) {
        this.dns = dns;
        this.loops = loops;
        this.loop = loop;
        this.wheel = wheel;
    }

    /**
     * Finds records; to be called on the loop.
     *
     * @param name with a dot behind it, or without for one that the system's search path completes
     * @return completes on the loop, never exceptionally; empty when there are none, or nobody says
     */
    CompletableFuture<List<Record>> find(String name, int type) {
        Question question = new Question(name, type);
        Entry entry = entries.get(question);
        if (entry == null) {
            if (!makeRoom()) {
                return CompletableFuture.completedFuture(List.of());
            }
            entry = new Entry(question);
            entries.put(question, entry);
        }
        return entry.find();
    }

    Dns dns() {
        return dns;
    }

    private boolean makeRoom() {
        if (entries.size() < MOST_QUESTIONS) {
            return true;
        }
        Entry eldest = entries.values().iterator().next();
        if (eldest.answer != null) {
            return false;
        }
        entries.remove(eldest.question);
        return true;
    }

    /** A question and what is known of it; the timer is that of the present attempt. */
    private final class Entry extends Timer {
        private final Question question;
        private List<Record> records = List.of();
        private long freshUntil;
        private long staleUntil;
        private CompletableFuture<List<Record>> answer;
        private long giveUp;
        private int round;
        private int attempts;
        private int unanswered;

        Entry(Question question) {
            this.question = question;
        }

        CompletableFuture<List<Record>> find() {
            if (answer != null) {
                return answer;
            }
            if (wheel.now() < freshUntil || waiting >= MOST_WAITING) {
                return CompletableFuture.completedFuture(known());
            }
            CompletableFuture<List<Record>> asked = new CompletableFuture<>();
            answer = asked;
            waiting++;
            giveUp = wheel.now() + (known().isEmpty() ? LIMIT_MILLIS : STALE_LIMIT_MILLIS);
            round++;
            attempts = 0;
            unanswered = 0;
            ask();
            return asked;
        }

        private List<Record> known() {
            return wheel.now() < staleUntil ? records : List.of();
        }

        private void ask() {
            unanswered++;
            wheel.set(this, Math.min(RETRY_MILLIS, giveUp - wheel.now()));
            int asked = round;
            dns.ask(question.name, question.type, attempts++)
                .whenComplete((result, fault) -> loops.execute(loop, () -> told(asked, result, fault == null || fault.getCause() == null ? fault : fault.getCause())));
        }

        // it may come when nobody waits any more; it is remembered all the same
        private void told(int asked, LookupResult result, Throwable fault) {
            if (fault == null) {
                found(result.getRecords());
            } else if (fault instanceof NoSuchDomainException || fault instanceof NoSuchRRSetException) {
                found(List.of());
            } else if (answer != null && asked == round) {
                unanswered--;
                if (attempts < ATTEMPTS) {
                    ask();
                } else if (unanswered == 0) {
                    failed();
                }
            }
        }

        private void found(List<Record> all) {
            records = all.size() <= MOST_RECORDS ? all : List.copyOf(all.subList(0, MOST_RECORDS));
            long seconds = records.stream().mapToLong(Record::getTTL).min().orElse(0);
            freshUntil = wheel.now() + (records.isEmpty() ? NONE_MILLIS : Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, seconds * 1_000)));
            staleUntil = freshUntil + (records.isEmpty() ? 0 : STALE_MILLIS);
            tell();
        }

        private void failed() {
            freshUntil = wheel.now() + FAILED_MILLIS;
            if (wheel.now() - warned >= QUIET_MILLIS) {
                warned = wheel.now();
                LOG.warn("No name server answers for {}; what was known before serves for an hour at most", question.name);
            }
            tell();
        }

        private void tell() {
            CompletableFuture<List<Record>> told = answer;
            if (told != null) {
                answer = null;
                waiting--;
                wheel.cancel(this);
                told.complete(known());
            }
        }

        @Override
        protected void fire() {
            if (answer == null) {
                return;
            }
            if (wheel.now() >= giveUp) {
                failed();
            } else if (attempts < ATTEMPTS) {
                ask();
            } else {
                wheel.set(this, giveUp - wheel.now());
            }
        }
    }
}
