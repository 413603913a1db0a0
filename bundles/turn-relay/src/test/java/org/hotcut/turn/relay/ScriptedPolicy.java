package org.hotcut.turn.relay;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;

/** Allows everything but what the test has said. */
final class ScriptedPolicy implements PeerPolicy {
    private final Map<InetAddress, Reach> rules = new HashMap<>();
    private int version;
    int asked;

    void says(String address, Reach reach) throws Exception {
        rules.put(InetAddress.getByName(address), reach);
        version++;
    }

    @Override
    public Reach reach(InetAddress peer) {
        asked++;
        return rules.getOrDefault(peer, Reach.all("everything is allowed"));
    }

    @Override
    public String version() {
        return "version " + version;
    }
}
