package org.hotcut.turn.server.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The admin's rules in their order.
 *
 * @param all   those that can be read
 * @param fault why one cannot; null when all can
 */
record Rules(List<PeerRule> all, String fault) {
    static final int MOST = 1_000;

    Rules {
        all = List.copyOf(all);
    }

    /** Reads one text with commas, or several texts. */
    static Rules read(Object value) {
        List<PeerRule> rules = new ArrayList<>();
        String fault = null;
        for (String text : texts(value)) {
            try {
                rules.add(PeerRule.parse(text));
            } catch (IllegalArgumentException e) {
                fault = '"' + text + "\": " + e.getMessage();
            }
        }
        if (rules.size() > MOST) {
            fault = "there are more than " + MOST + " rules";
        }
        return new Rules(rules, fault);
    }

    /** Returns the entries of a list in a configuration: one text with commas, or several texts. */
    static List<String> texts(Object value) {
        List<String> texts = value instanceof String[] array ? Arrays.asList(array) : value instanceof String text ? List.of(text) : List.of();
        return texts.stream().flatMap(text -> Arrays.stream(text.split(","))).map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    /** Returns these after another, without that of its name: what an admin says last counts. */
    Rules with(PeerRule rule) {
        List<PeerRule> rules = new ArrayList<>();
        rules.add(rule);
        all.stream().filter(one -> !one.name().equals(rule.name())).forEach(rules::add);
        if (rules.size() > MOST) {
            throw new IllegalArgumentException("there are " + MOST + " rules already: one network may stand for many");
        }
        return new Rules(rules, fault);
    }

    @Override
    public String toString() {
        return String.join(", ", all.stream().map(PeerRule::toString).toList());
    }
}
