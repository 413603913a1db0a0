package org.hotcut.sip.core.route;

import java.security.SecureRandom;

import org.hotcut.hash.SipHash;

/**
 * The branches and tags that a loop makes. A branch tells the loop's number, so that a response which arrives elsewhere finds home, a number that
 * is used once and cannot be guessed, and 40 bits of the {@link LoopHash}.
 */
public final class Branches {
    private static final String COOKIE = "z9hG4bKh";
    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();
    private static final int LOOP = COOKIE.length();
    private static final int NUMBER = LOOP + 2;
    private static final int HASH = NUMBER + 13;
    private static final int LENGTH = HASH + 8;
    private static final long HASH_BITS = (1L << 40) - 1;

    private final int loop;
    private final SipHash hash;
    private long count;

    /** Makes a secret. */
    public Branches(int loop, SecureRandom random) {
        this.loop = loop;
        byte[] key = new byte[16];
        random.nextBytes(key);
        hash = new SipHash(key);
    }

    /**
     * Returns a number that none before had, but for the chance of 64 bits. Whoever has seen others cannot compute it: a branch is all that a response has to
     * show to be believed.
     */
    public long next() {
        return hash.of(0, Long.toString(++count, Character.MAX_RADIX));
    }

    /** Returns the branch with a number, of a request of our own: it has been nowhere. */
    public String text(long number) {
        return text(number, 0);
    }

    /** Returns the branch with a number and the hash of the request as it arrived. */
    public String text(long number, long loopHash) {
        char[] text = new char[LENGTH];
        COOKIE.getChars(0, LOOP, text, 0);
        text[LOOP] = DIGITS[loop >> 5 & 31];
        text[LOOP + 1] = DIGITS[loop & 31];
        digits(number, text, NUMBER);
        for (int i = 0; i < LENGTH - HASH; i++) {
            text[HASH + i] = DIGITS[(int) (loopHash >>> 5 * i) & 31];
        }
        return new String(text);
    }

    /** Returns a tag made of a number. */
    public static String tag(long number) {
        char[] text = new char[13];
        digits(number, text, 0);
        return new String(text);
    }

    /** Returns the loop that made a branch, or -1 when none of ours did. */
    public static int loop(String branch) {
        if (branch == null || branch.length() != LENGTH || !branch.startsWith(COOKIE)) {
            return -1;
        }
        int high = digit(branch.charAt(LOOP));
        int low = digit(branch.charAt(LOOP + 1));
        return high < 0 || low < 0 ? -1 : high << 5 | low;
    }

    /** Returns the number in a branch of ours. */
    public static long number(String branch) {
        long number = 0;
        for (int i = NUMBER; i < HASH; i++) {
            number = number << 5 | digit(branch.charAt(i)) & 31;
        }
        return number;
    }

    /** Returns the hash in a branch of ours, whichever loop made it; -1 when it is not ours. */
    static long hash(String branch) {
        if (loop(branch) < 0) {
            return -1;
        }
        long hash = 0;
        for (int i = LENGTH - 1; i >= HASH; i--) {
            hash = hash << 5 | digit(branch.charAt(i)) & 31;
        }
        return hash;
    }

    /** Returns as much of a hash as stands in a branch. */
    static long cut(long hash) {
        return hash & HASH_BITS;
    }

    private static void digits(long number, char[] into, int at) {
        for (int i = 12; i >= 0; i--) {
            into[at + i] = DIGITS[(int) (number >>> 5 * (12 - i)) & 31];
        }
    }

    private static int digit(char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'v' ? c - 'a' + 10 : -1;
    }
}
