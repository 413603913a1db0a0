package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The notes and timers, and the addresses waited for, of an exchange's handlers, by their place in its chain. Only exchanges whose handlers want any have one. */
final class Remembered {
    private static final int MOST_TIMERS = 64;
    private static final int MOST_AWAITS = 64;

    private final Agenda agenda;
    private final Map<Integer, Map<String, String>> notes = new HashMap<>(4);
    private final List<Wake> wakes = new ArrayList<>(2);
    private final List<Await> awaits = new ArrayList<>(0);

    Remembered(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Takes over what a handler left with its decision. */
    void keep(Dispatch dispatch) {
        if (dispatch.notes() != null) {
            notes.computeIfAbsent(dispatch.place(), place -> new HashMap<>(4)).putAll(dispatch.notes());
        }
        if (dispatch.wakes() != null) {
            dispatch.wakes().forEach((name, after) -> wake(dispatch.place(), name, Math.max(0, after.toMillis())));
        }
        dispatch.takeAwaits().forEach(this::await);
    }

    private void await(Await await) {
        awaits.add(await); // first, so that it is let go with the exchange
        if (awaits.size() > MOST_AWAITS) {
            throw new IllegalArgumentException("An exchange waits for at most " + MOST_AWAITS + " addresses");
        }
        await.keep();
    }

    boolean awaits(Await same) {
        return awaits.stream().anyMatch(same::isSame);
    }

    private void wake(int place, String name, long millis) {
        Wake wake = wakes.stream().filter(each -> each.place() == place && each.name().equals(name)).findFirst().orElse(null);
        if (wake == null) {
            if (wakes.size() == MOST_TIMERS) {
                throw new IllegalArgumentException("An exchange has at most " + MOST_TIMERS + " timers");
            }
            wake = new Wake(agenda, place, name);
            wakes.add(wake);
        }
        loop().wheel.set(wake, millis);
    }

    void forget(Wake wake) {
        wakes.remove(wake);
    }

    boolean hasTimers() {
        return !wakes.isEmpty();
    }

    Map<String, String> notes(int place) {
        return notes.getOrDefault(place, Map.of());
    }

    void end() {
        wakes.forEach(loop().wheel::cancel);
        awaits.forEach(loop().services.awaits::remove);
    }

    private CoreLoop loop() {
        return agenda.exchange().loop();
    }
}
