package org.hotcut.turn.server.peer;

import java.util.ArrayList;
import java.util.List;

/**
 * What holds where the admin has said nothing: the special-purpose registries of IANA (RFC 6890), of IPv6 only what is handed out as global unicast, and addresses at which clouds
 * tell a machine its secrets. The first that fits counts; one always does.
 *
 * @param name    what it is, in words
 * @param allow   whether it may be reached
 * @param network whom it is about
 * @param guard   what a rule must be like to open it
 */
record BuiltIn(String name, boolean allow, Network network, Guard guard) {
    static final List<BuiltIn> ALL = all();

    /** What opens it. */
    enum Guard {
        /** Any rule. */
        RULE,
        /** A rule of that address and no other. */
        ALONE,
        /** Such a rule, and one that says which ports. */
        ALONE_WITH_PORTS,
        /** None. */
        NEVER;

        /** Returns whether a rule that allows is such a one. */
        boolean isOpenedBy(PeerRule rule) {
            return switch (this) {
                case RULE -> true;
                case ALONE -> rule.network().isAddress();
                case ALONE_WITH_PORTS -> rule.network().isAddress() && rule.isNarrow();
                case NEVER -> false;
            };
        }
    }

    /** Returns the one that counts for an address of 4 or 16 bytes. */
    static BuiltIn of(byte[] address) {
        for (BuiltIn one : ALL) {
            if (one.network.contains(address)) {
                return one;
            }
        }
        throw new IllegalArgumentException("not an address: " + address.length + " bytes");
    }

    String about() {
        return name + " (" + network + ')';
    }

    private static List<BuiltIn> all() {
        List<BuiltIn> all = new ArrayList<>();
        deny(all, Guard.NEVER, "this network", "0.0.0.0/8");
        deny(all, Guard.NEVER, "broadcast", "255.255.255.255");
        deny(all, Guard.NEVER, "multicast", "224.0.0.0/4", "ff00::/8");
        deny(all, Guard.NEVER, "unspecified", "::");
        deny(all, Guard.ALONE_WITH_PORTS, "loopback", "127.0.0.0/8", "::1");
        deny(all, Guard.ALONE, "metadata of most clouds", "169.254.169.254");
        deny(all, Guard.ALONE, "metadata of AWS", "fd00:ec2::254", "169.254.170.2", "169.254.170.23", "fd00:ec2::23");
        deny(all, Guard.ALONE, "metadata of Google Cloud", "fd20:ce::254");
        deny(all, Guard.ALONE, "metadata of Azure (WireServer)", "168.63.129.16");
        deny(all, Guard.ALONE, "metadata of Alibaba Cloud", "100.100.100.200");
        deny(all, Guard.ALONE, "metadata of Oracle Cloud", "192.0.0.192");
        deny(all, Guard.ALONE, "metadata of Tencent Cloud", "169.254.0.23");
        deny(all, Guard.ALONE, "metadata of Scaleway", "169.254.42.42", "fd00:42::42");
        deny(all, Guard.RULE, "link-local", "169.254.0.0/16", "fe80::/10");
        deny(all, Guard.RULE, "private (RFC 1918)", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
        deny(all, Guard.RULE, "shared by a carrier's customers (RFC 6598)", "100.64.0.0/10");
        deny(all, Guard.RULE, "unique local (RFC 4193)", "fc00::/7");
        deny(all, Guard.RULE, "site-local", "fec0::/10");
        deny(all, Guard.RULE, "IETF protocol assignments", "192.0.0.0/24");
        deny(all, Guard.RULE, "documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20");
        deny(all, Guard.RULE, "benchmarking", "198.18.0.0/15", "2001:2::/48");
        deny(all, Guard.RULE, "6to4 relay anycast, withdrawn", "192.88.99.0/24");
        deny(all, Guard.RULE, "reserved", "240.0.0.0/4");
        deny(all, Guard.RULE, "IPv4-compatible", "::/96");
        deny(all, Guard.RULE, "IPv4-translated", "::ffff:0:0:0/96");
        deny(all, Guard.RULE, "NAT64 of local use (RFC 8215)", "64:ff9b:1::/48");
        deny(all, Guard.RULE, "discard", "100::/64", "100:0:0:1::/64");
        deny(all, Guard.RULE, "ORCHID", "2001:10::/28", "2001:20::/28");
        deny(all, Guard.RULE, "segment routing", "5f00::/16");
        allow(all, "Teredo, if its server and its client may be reached", "2001::/32");
        deny(all, Guard.RULE, "IETF protocol assignments", "2001::/23");
        allow(all, "6to4, if the IPv4 address in it may be reached", "2002::/16");
        allow(all, "NAT64, if the IPv4 address in it may be reached", "64:ff9b::/96");
        allow(all, "public", "0.0.0.0/0", "2000::/3");
        deny(all, Guard.RULE, "not handed out by IANA", "::/0");
        return List.copyOf(all);
    }

    private static void deny(List<BuiltIn> all, Guard guard, String name, String... networks) {
        for (String network : networks) {
            all.add(new BuiltIn(name, false, Network.parse(network), guard));
        }
    }

    private static void allow(List<BuiltIn> all, String name, String... networks) {
        for (String network : networks) {
            all.add(new BuiltIn(name, true, Network.parse(network), Guard.RULE));
        }
    }
}
