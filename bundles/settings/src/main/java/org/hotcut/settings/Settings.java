package org.hotcut.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * One configuration and its file. Thread-safe.
 *
 * <p>What file install has read a moment ago may come into force after a command that was later, and in its place: the command's change is brought into the file all the same, where file install finds
 * it when it looks next.
 */
final class Settings {
    private final SettingsFile file;
    private Map<String, Object> last;
    private long lastCommand;

    Settings(Path file, Map<String, Object> now) {
        this.file = new SettingsFile(file, System::currentTimeMillis);
        this.last = now;
    }

    boolean areIn(Path path) {
        return file.path().equals(path);
    }

    /** File install has read them. */
    synchronized void read(Map<String, Object> now) {
        last = now;
    }

    /**
     * Somebody has changed them.
     *
     * @param change which change of the configuration this was: an earlier one may be told of later
     */
    synchronized void changed(Map<String, Object> now, long change) throws IOException {
        if (change < lastCommand) {
            return;
        }
        Map<String, Object> changed = new TreeMap<>(now);
        changed.entrySet().removeIf(each -> Objects.deepEquals(each.getValue(), last.get(each.getKey())));
        Set<String> removed = new HashSet<>(last.keySet());
        removed.removeAll(now.keySet());
        last = now;
        lastCommand = change;
        file.change(changed, removed);
    }

    synchronized void deleted() throws IOException {
        file.delete();
    }
}
