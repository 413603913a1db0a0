package org.hotcut.core.state.ban;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.hotcut.core.api.ban.Offence;

/**
 * The lines of the log about strangers: of each source the first few a minute (refusals five, at INFO; of what no client does that is merely configured wrong one,
 * at WARN), then how many more there were. A bounded number of sources is
 * remembered, and a bounded number of lines written in a minute for all of them together, so that nobody fills the disk. Any thread.
 */
final class OffenceLog {
    private static final int SOURCES = 1_024;
    private static final int REFUSALS = 5;
    private static final int WARNINGS = 1;
    private static final int LINES = 300;
    private static final int CHARACTERS = 200;
    private static final long MINUTE_MILLIS = 60_000;

    /** What became of one source's lines in the minute that began at some time. */
    private static final class Entry {
        private long began;
        private int said;
        private int unsaid;
        private boolean warning;
        private String last;
    }

    private final Consumer<String> info;
    private final Consumer<String> warn;
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

    OffenceLog(Consumer<String> info, Consumer<String> warn) {
        this.info = info;
        this.warn = warn;
    }

    /** Says it, or counts it. The text may quote a stranger. */
    synchronized void say(InetAddress source, Offence offence, String text, long now) {
        boolean warning = offence == Offence.GARBAGE || offence == Offence.FLOOD;
        Entry entry = sources.computeIfAbsent(source, key -> new Entry());
        if (now - entry.began >= MINUTE_MILLIS && entry.unsaid == 0) {
            entry.began = now;
            entry.said = 0;
        }
        if (entry.said < (warning ? WARNINGS : REFUSALS) && lines < LINES) {
            entry.said++;
            write(warning, printable(text));
            return;
        }
        entry.unsaid++;
        entry.warning = warning;
        entry.last = text;
    }

    /** Says what became of a source, however many lines it has had; unless there were too many of all. */
    synchronized void announce(String text) {
        if (lines < LINES) {
            write(true, text);
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
                write(true, unsaid + " more lines about many sources were left out in the last minute");
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
        write(entry.warning, Source.text(source) + ": " + entry.unsaid + " more in the last minute, the last one: " + printable(entry.last));
    }

    private void write(boolean warning, String text) {
        lines++;
        (warning ? warn : info).accept(text);
    }

    /** Whatever was quoted from the peer must not end the line or colour the terminal. */
    static String printable(String text) {
        return text.substring(0, Math.min(CHARACTERS, text.length())).replaceAll("[\\p{Cc}\\u2028-\\u202e\\u2066-\\u2069]", "?");
    }
}
