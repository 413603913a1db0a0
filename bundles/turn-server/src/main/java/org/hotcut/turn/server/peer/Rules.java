package org.hotcut.turn.server.peer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The admin's rules in their order.
 *
 * @param all    those that can be read
 * @param unread why one cannot; null when all can. What would allow is as good as not there
 * @param fault  the same of one that may deny: without it nobody knows what is closed
 */
record Rules(List<PeerRule> all, String unread, String fault) {
    static final int MOST = 1_000;

    Rules {
        all = List.copyOf(all);
    }

    /** Reads one text with commas, or several texts. */
    static Rules read(Object value) {
        List<PeerRule> rules = new ArrayList<>();
        String unread = null;
        String fault = null;
        for (String text : texts(value)) {
            try {
                rules.add(PeerRule.parse(text));
            } catch (IllegalArgumentException e) {
                unread = '"' + text + "\": " + e.getMessage();
                fault = PeerRule.isAllowing(text) ? fault : unread;
            }
        }
        return rules.size() <= MOST ? new Rules(rules, unread, fault) : closed("there are more than " + MOST + " rules");
    }

    /** Returns rules by which nothing may be reached. */
    static Rules closed(String fault) {
        return new Rules(List.of(), fault, fault);
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
        return new Rules(rules, unread, fault);
    }

    @Override
    public String toString() {
        return String.join(", ", all.stream().map(PeerRule::toString).toList());
    }
}
