package org.hotcut.core.state.account;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.hotcut.core.state.Lru;
import org.hotcut.core.state.StateFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users' file: what changed is appended about once a second; when more than half of it is out of date it is written anew. A last line that
 * was cut short by a crash is left out.
 */
final class UserJournal {
    private static final Logger LOG = LoggerFactory.getLogger(UserJournal.class);
    private static final String FILE = "users";
    private static final int SLACK = 10_000;

    private final StateFolder folder;
    private final Lru<UserKey, CachedUser> users;
    private final Queue<String> pending = new ConcurrentLinkedQueue<>();
    /** Used by one thread at a time: the one that restores, then those that flush, which take turns. */
    private long lines;
    private boolean anew;
    private boolean failing;

    UserJournal(StateFolder folder, Lru<UserKey, CachedUser> users) {
        this.folder = folder;
        this.users = users;
    }

    void put(CachedUser user) {
        pending.add(UserLine.put(user));
    }

    void forget(String user, String domain) {
        pending.add(UserLine.forget(user, domain));
    }

    /** Reads the file; users the source did not confirm since {@code oldest} are left out. */
    void restore(long oldest) {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return;
        }
        try {
            String text = new String(content, StandardCharsets.US_ASCII);
            int whole = text.lastIndexOf('\n') + 1;
            anew = whole < text.length();
            text.substring(0, whole).lines().forEach(line -> apply(UserLine.parse(line), oldest));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            users.removeIf(key -> true);
            folder.setAside(FILE, e.getMessage(), "users seen before are known again when the database was asked");
        }
    }

    /** Writes what changed; blocks for the disk. */
    synchronized void flush() {
        StringBuilder text = new StringBuilder();
        for (String line = pending.poll(); line != null; line = pending.poll()) {
            text.append(line);
            lines++;
        }
        if (text.length() == 0 && !anew) {
            return;
        }
        try {
            write(text);
            failing = false;
        } catch (UncheckedIOException e) {
            // what was not written is in memory: it will be written with all the rest
            anew = true;
            if (!failing) {
                LOG.warn("{}; users seen lately may be unknown after a restart", e.getMessage());
            }
            failing = true;
        }
    }

    private void write(StringBuilder text) {
        if (!anew && lines <= 2L * users.size() + SLACK) {
            folder.append(FILE, text.toString().getBytes(StandardCharsets.US_ASCII));
            return;
        }
        StringBuilder all = new StringBuilder();
        long[] count = {0};
        users.forEach((key, user) -> {
            all.append(UserLine.put(user));
            count[0]++;
        });
        folder.write(FILE, all.toString().getBytes(StandardCharsets.US_ASCII));
        lines = count[0];
        anew = false;
    }

    private void apply(UserLine line, long oldest) {
        lines++;
        if (line.account() == null) {
            forgotten(line.user(), line.domain());
        } else if (line.readAt() >= oldest) {
            users.put(new UserKey(line.user(), line.domain()), new CachedUser(line.account(), line.readAt(), line.readAt()));
        }
    }

    private void forgotten(String user, String domain) {
        if (user != null && domain != null) {
            users.remove(new UserKey(user, domain));
        } else {
            users.removeIf(key -> key.matches(user, domain));
        }
    }
}
