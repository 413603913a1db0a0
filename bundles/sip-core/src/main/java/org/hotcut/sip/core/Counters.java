package org.hotcut.sip.core;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one loop has counted. Written by its loop alone and read by any thread, which may see a number a moment old. */
final class Counters {
    private static final String[] METHODS = {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE", "NOTIFY", "PUBLISH", "INFO", "PRACK",
        "UPDATE", "REFER", "others"};
    private static final int CLASSES = 7;

    private final long[] requests = new long[METHODS.length];
    private final long[] answers = new long[METHODS.length * CLASSES];
    private final long[] drops = new long[Drop.values().length];
    private long retransmissions;

    void request(String method) {
        requests[number(method)]++;
    }

    void answer(String method, int status) {
        answers[number(method) * CLASSES + status / 100]++;
    }

    void drop(Drop reason) {
        drops[reason.ordinal()]++;
    }

    void retransmission() {
        retransmissions++;
    }

    long drops(Drop reason) {
        return drops[reason.ordinal()];
    }

    private static int number(String method) {
        for (int i = 0; i < METHODS.length - 1; i++) {
            if (METHODS[i].equals(method)) {
                return i;
            }
        }
        return METHODS.length - 1;
    }

    /** Returns the sums of several loops under names for the admin. */
    static Map<String, Object> sum(Iterable<Counters> all) {
        Counters sum = new Counters();
        for (Counters one : all) {
            sum.add(one);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("requests", sum.byMethod());
        status.put("retransmissions", sum.retransmissions);
        Map<String, Object> dropped = new LinkedHashMap<>();
        for (Drop reason : Drop.values()) {
            if (sum.drops(reason) > 0) {
                dropped.put(reason.text(), sum.drops(reason));
            }
        }
        status.put("dropped", dropped);
        return status;
    }

    private void add(Counters other) {
        add(requests, other.requests);
        add(answers, other.answers);
        add(drops, other.drops);
        retransmissions += other.retransmissions;
    }

    private static void add(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    private Map<String, Object> byMethod() {
        Map<String, Object> methods = new LinkedHashMap<>();
        for (int method = 0; method < METHODS.length; method++) {
            if (requests[method] > 0) {
                Map<String, Object> counts = new LinkedHashMap<>();
                counts.put("received", requests[method]);
                for (int hundreds = 2; hundreds < CLASSES; hundreds++) {
                    long count = answers[method * CLASSES + hundreds];
                    if (count > 0) {
                        counts.put("answered " + hundreds + "xx", count);
                    }
                }
                methods.put(METHODS[method], counts);
            }
        }
        return methods;
    }
}
