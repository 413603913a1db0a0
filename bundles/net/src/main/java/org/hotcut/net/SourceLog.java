package org.hotcut.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a minute for each source what it does wrong, so that nobody fills the disk with log lines. Remembers a bounded number of
 * sources, and writes a bounded number of lines a minute for all of them together.
 */
final class SourceLog {
    private static final Logger LOG = LoggerFactory.getLogger(SourceLog.class);
    private static final int SOURCES = 1024;
    private static final int LINES_A_MINUTE = 100;
    private static final long MINUTE_NANOS = 60_000_000_000L;

    /** When a source was last named, and how often it was passed over since. */
    private static final class Entry {
        long namedAt;
        int since;
    }

    private final Map<InetAddress, Entry> sources = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Entry> eldest) {
            return size() > SOURCES;
        }
    };
    private long minuteBegan = System.nanoTime();
    private int lines;

    /** Logs at WARN which peer did what, unless its like was told of less than a minute ago. */
    void warn(String protocol, InetSocketAddress peer, String reason) {
        int unsaid = admit(Addresses.source(peer.getAddress()), System.nanoTime());
        if (unsaid < 0) {
            return;
        }
        LOG.warn("{} {}: {}{}", protocol, Addresses.text(peer), printable(reason), unsaid == 0 ? "" : " (and " + unsaid + " more like it from there since it was last told)");
    }

    /** Returns how many were passed over before this one, or -1 when this one is to be passed over as well. */
    synchronized int admit(InetAddress source, long now) {
        if (now - minuteBegan > MINUTE_NANOS) {
            minuteBegan = now;
            lines = 0;
        }
        Entry entry = sources.get(source);
        if (entry != null && now - entry.namedAt < MINUTE_NANOS || lines >= LINES_A_MINUTE) {
            if (entry != null) {
                entry.since++;
            }
            return -1;
        }
        lines++;
        Entry named = entry != null ? entry : new Entry();
        sources.put(source, named);
        int unsaid = named.since;
        named.namedAt = now;
        named.since = 0;
        return unsaid;
    }

    synchronized int size() {
        return sources.size();
    }

    /** Whatever a transport quoted from the peer must not end the line or colour the terminal. */
    private static String printable(String reason) {
        String text = reason == null ? "no reason given" : reason;
        return text.substring(0, Math.min(200, text.length())).replaceAll("\\p{Cntrl}", "?");
    }
}
