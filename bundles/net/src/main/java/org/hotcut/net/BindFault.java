package org.hotcut.net;

import java.net.InetSocketAddress;

import io.netty.util.NetUtil;
import org.hotcut.core.api.net.Protocol;

/** Turns the kernel's refusal to bind into a sentence with the remedy. */
final class BindFault {
    private BindFault() { }

    /** Returns what the listener waits for, as the end of a sentence. */
    static String explain(ListenerSettings settings, Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        int port = settings.address().getPort();
        if (said.contains("in use")) {
            String kind = settings.protocol() == Protocol.UDP ? "-lnup" : "-lntp";
            return "port " + port + ", which another program uses (`ss " + kind + " 'sport = :" + port + "'` shows which): stop it, or configure another port";
        }
        if (said.contains("Permission denied")) {
            return "the right to open port " + port + ", which an ordinary user has not: `sysctl -w net.ipv4.ip_unprivileged_port_start=" + port
                + "` gives it, or `setcap cap_net_bind_service=+ep` on the java binary, or configure a port from 1024 up";
        }
        if (isAddressAway(cause)) {
            return "the address " + host(settings.address()) + ", which this machine has not (`ip address` shows those it has)";
        }
        if (said.contains("Too many open files")) {
            return "a file descriptor: too many files are open; raise the limit with `ulimit -n 65536` before the start";
        }
        return "the kernel, which says: " + said;
    }

    /** Returns whether nothing is wrong but that no interface has the address, which may come: IPv6 is off, a tunnel is down. */
    static boolean isAddressAway(Throwable cause) {
        return String.valueOf(cause.getMessage()).contains("assign requested address");
    }

    private static String host(InetSocketAddress address) {
        return NetUtil.toAddressString(address.getAddress());
    }
}
