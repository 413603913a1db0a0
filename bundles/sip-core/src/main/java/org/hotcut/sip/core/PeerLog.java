package org.hotcut.sip.core;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import org.hotcut.core.api.net.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what peers do wrong: a line for each of them a minute, few lines a second in all. One for each loop. */
final class PeerLog {
    private static final Logger LOG = LoggerFactory.getLogger(PeerLog.class);
    private static final long AGAIN_MILLIS = 60_000;
    private static final int MOST_A_SECOND = 10;
    private static final int MOST_PEERS = 1_000;

    private final Map<InetAddress, Long> told = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Long> eldest) {
            return size() > MOST_PEERS;
        }
    };
    private long second;
    private int lines;

    void warn(Flow flow, String reason, long now) {
        Long before = told.get(flow.remote().getAddress());
        if (before != null && now - before < AGAIN_MILLIS) {
            return;
        }
        if (now / 1_000 != second) {
            second = now / 1_000;
            lines = 0;
        }
        if (lines++ < MOST_A_SECOND) {
            told.remove(flow.remote().getAddress());
            told.put(flow.remote().getAddress(), now);
            LOG.warn("{} sent what is no SIP message: {}", flow, reason);
        }
    }
}
