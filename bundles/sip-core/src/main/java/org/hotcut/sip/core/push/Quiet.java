package org.hotcut.sip.core.push;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.hotcut.sip.api.push.PushRequest;

/** Which devices are being pushed, and which were a moment ago, oldest first. */
final class Quiet {
    static final int MOST = 50_000;

    private record Device(String provider, String prid, String param) { }

    private final Set<Device> underWay = new HashSet<>();
    private final Map<Device, Long> since = new LinkedHashMap<>();

    /** Returns false when the device is being pushed, or was within so many milliseconds; otherwise it is being pushed until {@link #end}. */
    synchronized boolean begin(PushRequest request, long now, long millis) {
        while (!since.isEmpty() && (since.size() > MOST || now - since.values().iterator().next() >= millis)) {
            since.remove(since.keySet().iterator().next());
        }
        Device device = device(request);
        return !since.containsKey(device) && underWay.add(device);
    }

    /** A push has come to its end; the device may be pushed at once when none was sent. */
    synchronized void end(PushRequest request, boolean sent, long now) {
        Device device = device(request);
        underWay.remove(device);
        if (sent) {
            since.remove(device);
            since.put(device, now);
        }
    }

    private static Device device(PushRequest request) {
        return new Device(request.provider(), request.prid(), request.param());
    }
}
