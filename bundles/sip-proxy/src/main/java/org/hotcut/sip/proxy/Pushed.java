package org.hotcut.sip.proxy;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.api.location.Binding;

/** The devices that were pushed for a request and how they were registered then, as a note of the exchange keeps them. */
final class Pushed {
    /** A note has at most 1 000 characters. */
    static final int MOST = 25;

    /** A device, by its key and by its push parameters, and the registration it had; once it is back its push parameters say no more. */
    private record Device(long key, int registration, int push) {
        Device back() {
            return new Device(key, registration, 0);
        }
    }

    private final List<Device> devices = new ArrayList<>(2);

    /** Reads what {@link #note} wrote; null when there is none. */
    Pushed(String note) {
        for (String device : note == null || note.isEmpty() ? new String[0] : note.split(" ")) {
            String[] parts = device.split(":");
            devices.add(new Device(Long.parseUnsignedLong(parts[0], 16), Integer.parseUnsignedInt(parts[1], 16), Integer.parseUnsignedInt(parts[2], 16)));
        }
    }

    String note() {
        StringBuilder note = new StringBuilder(devices.size() * 36);
        for (Device device : devices) {
            note.append(note.length() == 0 ? "" : " ").append(Long.toHexString(device.key)).append(':').append(Integer.toHexString(device.registration)).append(':')
                .append(Integer.toHexString(device.push));
        }
        return note.toString();
    }

    boolean isEmpty() {
        return devices.isEmpty();
    }

    boolean isFull() {
        return devices.size() == MOST;
    }

    void add(Binding binding) {
        devices.add(device(binding));
    }

    boolean contains(Binding binding) {
        return devices.stream().anyMatch(device -> device.key == binding.key());
    }

    /** Returns whether this is a registration that one of the devices made since; it counts once. */
    boolean isBack(Binding binding) {
        Device now = device(binding);
        for (int i = 0; i < devices.size(); i++) {
            Device before = devices.get(i);
            // a client without an instance comes by another Contact: what the push service knows it by is the same
            if (before.key == now.key ? before.registration != now.registration : before.push == now.push && !contains(binding)) {
                devices.set(i, now.back());
                return true;
            }
        }
        return false;
    }

    /** Returns whether one of them has not been sent the request. */
    boolean isAnyUntried(List<Long> tried) {
        return devices.stream().anyMatch(device -> !tried.contains(device.key));
    }

    private static Device device(Binding binding) {
        return new Device(binding.key(), (binding.callId() + ' ' + binding.cseq() + ' ' + binding.flow().id()).hashCode(), String.valueOf(binding.push()).hashCode());
    }
}
