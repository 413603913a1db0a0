package org.hotcut.shell.dns;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;

/** The lines of zone files that lead to this server. */
final class Zone {
    private static final int TTL = 3600;

    /** A record as a zone file has it; the name ends with a dot. */
    record Line(String name, String type, String data) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-32s %d IN %-5s %s", name, TTL, type, data);
        }

        int seconds() {
            return TTL;
        }
    }

    /** What is to be published, and what the admin must know. */
    record Lines(List<Line> records, List<String> remarks) { }

    private final Site site;

    Zone(Site site) {
        this.site = site;
    }

    /** Returns the domain as DNS writes it, without the last dot; null for one that is an address. */
    static String ascii(String domain) {
        return Site.literal(domain) != null || domain.startsWith("[") ? null : IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED);
    }

    /** Returns what is to be published for a domain, in the order of our preference. */
    Lines lines(String domain) {
        String ascii = ascii(domain);
        if (ascii == null) {
            return new Lines(List.of(), List.of("an address needs nothing in DNS"));
        }
        Set<Line> naptr = new LinkedHashSet<>();
        Set<Line> srv = new LinkedHashSet<>();
        Set<Line> hosts = new LinkedHashSet<>();
        Set<String> remarks = new LinkedHashSet<>();
        for (Kind kind : Kind.values()) {
            String name = kind.prefix() + '.' + ascii + '.';
            Set<String> places = new LinkedHashSet<>();
            for (Endpoint listener : site.facing(kind)) {
                place(listener, ascii, List.of(name), places, srv);
                hosts(listener, site.target(listener, ascii) + '.', hosts, remarks);
            }
            if (!places.isEmpty()) {
                naptr.add(new Line(ascii + '.', "NAPTR", 10 * (naptr.size() + 1) + " 50 \"s\" \"" + kind.service() + "\" \"\" " + name));
            }
        }
        for (RelayKind kind : RelayKind.values()) {
            List<String> names = kind.prefixes().stream().map(prefix -> prefix + '.' + ascii + '.').toList();
            Set<String> places = new LinkedHashSet<>();
            for (Endpoint listener : site.relays(kind.protocol())) {
                place(listener, ascii, names, places, srv);
                hosts(listener, site.target(listener, ascii) + '.', hosts, remarks);
            }
        }
        if (site.facing(Kind.SIPS).isEmpty()) {
            remarks.add("no TLS listener is open to others: other domains cannot call this one");
        }
        List<Line> all = new ArrayList<>(naptr);
        all.addAll(srv);
        all.addAll(hosts);
        return new Lines(all, List.copyOf(remarks));
    }

    private void place(Endpoint listener, String domain, List<String> names, Set<String> places, Set<Line> srv) {
        String target = site.target(listener, domain) + '.';
        if (places.add(listener.port() + " " + target)) {
            names.forEach(name -> srv.add(new Line(name, "SRV", 10 * places.size() + " 10 " + listener.port() + ' ' + target)));
        }
    }

    private void hosts(Endpoint listener, String target, Set<Line> hosts, Set<String> remarks) {
        List<InetAddress> addresses = site.addresses(listener);
        if (addresses.isEmpty() || listener.advertised() != null && Site.literal(listener.advertised()) == null && addresses.stream().noneMatch(Addresses::isPublic)) {
            remarks.add(target + " needs an A or AAAA record with the address that others see");
            return;
        }
        if (addresses.stream().noneMatch(Addresses::isPublic)) {
            remarks.add("the addresses are those of an inner network: behind NAT set advertised.address of listener " + listener.name());
        }
        for (InetAddress address : addresses) {
            hosts.add(new Line(target, address instanceof Inet4Address ? "A" : "AAAA", Addresses.text(address)));
        }
    }
}
