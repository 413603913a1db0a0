package org.hotcut.net;

/**
 * What a listener lacks before it can be opened.
 *
 * @param what  as the end of a sentence
 * @param wrong it will not come by itself: somebody has to do something
 */
record Lack(String what, boolean wrong) {
    static Lack notYet(String what) {
        return new Lack(what, false);
    }

    static Lack wrong(String what) {
        return new Lack(what, true);
    }
}
