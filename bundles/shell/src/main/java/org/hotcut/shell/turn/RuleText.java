package org.hotcut.shell.turn;

/** What a rule does, in a sentence. */
final class RuleText {
    private RuleText() { }

    /**
     * Returns it.
     *
     * @param ports null for all
     */
    static String of(String name, boolean allow, String network, String ports) {
        String what = network + (ports == null ? "" : ", ports " + ports + ',') + " may " + (allow ? "" : "not ") + "be reached through relays now (" + name + ')';
        return allow && network.indexOf('/') > 0 ? what + ". Addresses of this server and of a cloud's metadata in it stay closed: they need a rule of their own" : what;
    }
}
