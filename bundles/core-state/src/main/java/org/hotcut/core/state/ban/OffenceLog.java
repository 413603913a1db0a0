package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The lines of the log about strangers: of each source the first five a minute, then how many more there were. A bounded number of sources is
 * remembered, and a bounded number of lines written in a minute for all of them together, so that nobody fills the disk. Any thread.
 */
final class OffenceLog {
    private static final int SOURCES = 1_024;
    private static final int LINES_OF_SOURCE = 5;
    private static final int LINES = 300;
    private static final int CHARACTERS = 200;
    private static final long MINUTE_MILLIS = 60_000;

    /** What became of one source's lines in the minute that began at some time. */
    private static final class Entry {
        private long began;
        private int said;
        private int unsaid;
        private String last;
    }

    private final Consumer<String> out;
    private final Map<InetAddress, Entry> sources = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Entry> eldest) {
            if (size() <= SOURCES) {
                return false;
            }
            unsaid += eldest.getValue().unsaid;
            return true;
        }
    };
    private long began;
    private int lines;
    private long unsaid;

    OffenceLog(Consumer<String> out) {
        this.out = out;
    }

    /** Says it, or counts it. The text may quote a stranger. */
    synchronized void say(InetAddress source, String text, long now) {
        Entry entry = sources.computeIfAbsent(source, key -> new Entry());
        if (now - entry.began >= MINUTE_MILLIS && entry.unsaid == 0) {
            entry.began = now;
            entry.said = 0;
        }
        if (entry.said < LINES_OF_SOURCE && lines < LINES) {
            entry.said++;
            lines++;
            out.accept(printable(text));
            return;
        }
        entry.unsaid++;
        entry.last = text;
    }

    /** Says what became of a source, however many lines it has had; unless there were too many of all. */
    synchronized void announce(String text) {
        if (lines < LINES) {
            lines++;
            out.accept(text);
        } else {
            unsaid++;
        }
    }

    /** Says what was counted of minutes that are over. Called each second or so. */
    synchronized void tick(long now) {
        if (now - began >= MINUTE_MILLIS || now < began) {
            began = now;
            lines = 0;
            if (unsaid > 0) {
                out.accept(unsaid + " more lines about many sources were left out in the last minute");
                unsaid = 0;
            }
        }
        List<InetAddress> quiet = new ArrayList<>();
        sources.forEach((source, entry) -> {
            if (now - entry.began >= MINUTE_MILLIS) {
                quiet.add(source);
            }
        });
        quiet.forEach(source -> summary(source, sources.remove(source)));
    }

    private void summary(InetAddress source, Entry entry) {
        if (entry.unsaid == 0) {
            return;
        }
        if (lines >= LINES) {
            unsaid += entry.unsaid;
            return;
        }
        lines++;
        out.accept(Source.text(source) + ": " + entry.unsaid + " more in the last minute, the last one: " + printable(entry.last));
    }

    /** Whatever was quoted from the peer must not end the line or colour the terminal. */
    static String printable(String text) {
        return text.substring(0, Math.min(CHARACTERS, text.length())).replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
