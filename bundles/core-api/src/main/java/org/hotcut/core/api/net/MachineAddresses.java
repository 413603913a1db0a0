package org.hotcut.core.api.net;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine, read anew every five seconds at most: to ask the system each time costs 40 us, and strangers decide how often. */
public final class MachineAddresses {
    private static final long NANOS = 5_000_000_000L;
    private static volatile Known known = new Known(Set.of(), System.nanoTime() - NANOS);

    private record Known(Set<InetAddress> addresses, long read) { }

    private MachineAddresses() { }

    static boolean has(InetAddress address) {
        return all().contains(address);
    }

    /** Returns all, loopback too; IPv6 addresses are equal whatever their zone. May be five seconds old. */
    public static Set<InetAddress> all() {
        Known now = known;
        if (System.nanoTime() - now.read >= NANOS) {
            now = new Known(read(now.addresses), System.nanoTime());
            known = now; // two may read at a time: they find the same
        }
        return now.addresses;
    }

    private static Set<InetAddress> read(Set<InetAddress> before) {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            return before; // the system would not say; what was known is the best guess
        }
    }
}
