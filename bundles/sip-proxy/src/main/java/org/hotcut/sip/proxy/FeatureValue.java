package org.hotcut.sip.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a feature tag may be: one of several things (RFC 3840 section 9). */
final class FeatureValue {
    private static final int MOST = 16;

    /** One of these things. */
    private sealed interface Term {
        boolean isNegated();
    }

    private record Token(String text, boolean isNegated) implements Term { }

    private record Range(double low, double high, boolean isNegated) implements Term { }

    private record Text(String text, boolean isNegated) implements Term { }

    private final List<Term> terms = new ArrayList<>(2);

    /**
     * Reads a value.
     *
     * @param text without quotes; null for a tag that stands alone, which is true
     * @throws IllegalArgumentException when it is broken
     */
    FeatureValue(String text) {
        if (text == null) {
            terms.add(new Token("true", false));
            return;
        }
        if (text.startsWith("<")) {
            terms.add(new Text(text, false));
            return;
        }
        Arrays.stream(text.split(",", MOST + 1)).limit(MOST).forEach(term -> terms.add(term(term.strip())));
    }

    private static Term term(String text) {
        boolean negated = text.startsWith("!");
        String plain = negated ? text.substring(1) : text;
        return plain.startsWith("#") ? range(plain.substring(1), negated) : new Token(plain.toLowerCase(Locale.ROOT), negated);
    }

    private static Range range(String text, boolean negated) {
        if (text.startsWith(">=")) {
            return new Range(number(text.substring(2)), Double.POSITIVE_INFINITY, negated);
        }
        if (text.startsWith("<=")) {
            return new Range(Double.NEGATIVE_INFINITY, number(text.substring(2)), negated);
        }
        if (text.startsWith("=")) {
            return new Range(number(text.substring(1)), number(text.substring(1)), negated);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("No range: " + text);
        }
        return new Range(number(text.substring(0, colon)), number(text.substring(colon + 1)), negated);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /** Returns whether there is something that is both. */
    boolean meets(FeatureValue other) {
        return terms.stream().anyMatch(mine -> other.terms.stream().anyMatch(its -> meet(mine, its)));
    }

    private static boolean meet(Term one, Term other) {
        if (one.isNegated() && other.isNegated()) {
            return true;
        }
        if (one.isNegated() || other.isNegated()) {
            return !(one.isNegated() ? contains(one, other) : contains(other, one));
        }
        if (one instanceof Range first && other instanceof Range second) {
            return first.low <= second.high && second.low <= first.high;
        }
        return contains(one, other);
    }

    /** Returns whether the second has nothing that the first has not, leaving their signs aside. */
    private static boolean contains(Term whole, Term part) {
        if (whole instanceof Range first && part instanceof Range second) {
            return first.low <= second.low && second.high <= first.high;
        }
        if (whole instanceof Token first && part instanceof Token second) {
            return first.text.equals(second.text);
        }
        return whole instanceof Text first && part instanceof Text second && first.text.equals(second.text);
    }
}
