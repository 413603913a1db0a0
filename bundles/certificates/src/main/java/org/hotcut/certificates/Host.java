package org.hotcut.certificates;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The machine as others may call it.
 *
 * @param names     full name first, then the short one, then {@code localhost}
 * @param addresses as text: loopback, then those of interfaces that are up, without link-local ones
 * @param certain   whether the name service answered; if not, names may be missing that it will give a minute later
 */
record Host(Set<String> names, Set<String> addresses, boolean certain) {

    /** Looks now; may wait for the name service. */
    static Host look() {
        Set<String> names = new LinkedHashSet<>();
        boolean certain = lookUp(names);
        names.add("localhost");
        Set<String> addresses = new LinkedHashSet<>();
        addresses.add("127.0.0.1");
        addresses.add(Names.address("::1"));
        try {
            NetworkInterface.networkInterfaces().filter(Host::isUp).flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLinkLocalAddress() && !address.isMulticastAddress())
                .map(address -> Names.address(address.getHostAddress())).sorted().forEach(addresses::add);
        } catch (SocketException e) {
            certain = false;
        }
        return new Host(names, addresses, certain);
    }

    private static boolean lookUp(Set<String> names) {
        try {
            InetAddress local = InetAddress.getLocalHost();
            String full = local.getCanonicalHostName();
            boolean resolved = Names.address(full) == null;
            if (resolved) {
                names.add(full);
            }
            names.add(local.getHostName());
            return resolved;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static boolean isUp(NetworkInterface one) {
        try {
            return one.isUp();
        } catch (SocketException e) {
            return false;
        }
    }
}
