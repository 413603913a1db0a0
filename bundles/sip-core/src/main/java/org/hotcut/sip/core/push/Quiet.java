package org.hotcut.sip.core.push;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.sip.api.push.PushRequest;

/** Which devices are being pushed, and which were a moment ago, oldest first. A device that has registered since may sleep again and be pushed anew. */
final class Quiet {
    static final int MOST = 50_000;

    private record Device(String provider, String prid, String param) { }

    private record Last(long at, String address) { }

    private final Set<Device> underWay = new HashSet<>();
    private final Map<Device, Last> last = new LinkedHashMap<>();
    private final Map<String, List<Device>> byAddress = new ConcurrentHashMap<>();

    /** Returns false when the device is being pushed, or was within so many milliseconds; otherwise it is being pushed until {@link #end}. */
    synchronized boolean begin(PushRequest request, long now, long millis) {
        while (!last.isEmpty() && (last.size() > MOST || now - last.values().iterator().next().at >= millis)) {
            forget(last.keySet().iterator().next());
        }
        Device device = device(request);
        return !last.containsKey(device) && underWay.add(device);
    }

    /** A push has come to its end; the device may be pushed at once when none was sent. */
    synchronized void end(PushRequest request, boolean sent, long now) {
        Device device = device(request);
        underWay.remove(device);
        if (sent) {
            forget(device);
            last.put(device, new Last(now, request.address()));
            byAddress.computeIfAbsent(request.address(), address -> new ArrayList<>(1)).add(device);
        }
    }

    private void forget(Device device) {
        Last gone = last.remove(device);
        if (gone != null) {
            byAddress.computeIfPresent(gone.address, (address, devices) -> devices.remove(device) && devices.isEmpty() ? null : devices);
        }
    }

    /** Somebody has registered at an address: who was pushed for it has perhaps come. Nearly always nobody was, which costs no lock. */
    void registered(String address) {
        if (byAddress.containsKey(address)) {
            lift(address);
        }
    }

    private synchronized void lift(String address) {
        List<Device> devices = byAddress.remove(address);
        if (devices != null) {
            devices.forEach(last::remove);
        }
    }

    private static Device device(PushRequest request) {
        return new Device(request.provider(), request.prid(), request.param());
    }
}
