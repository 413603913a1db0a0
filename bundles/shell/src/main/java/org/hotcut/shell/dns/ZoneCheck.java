package org.hotcut.shell.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;
import org.hotcut.shell.check.Findings;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Compares what is published for our domains with what this server is, in the order in which a caller asks (RFC 3263 section 4). */
final class ZoneCheck {
    private static final int MOST_RECORDS = 16;
    private static final int MOST_PLACES = 32;

    private final Site site;
    private final NameServer server;
    private final TargetCheck targets;
    private final Findings findings;
    private final Set<InetAddress> own;
    private final Set<String> tried = new HashSet<>();

    ZoneCheck(Site site, NameServer server, TargetCheck targets, Findings findings) {
        this.site = site;
        this.server = server;
        this.targets = targets;
        this.findings = findings;
        this.own = new HashSet<>(site.machine());
    }

    /** Checks one domain. */
    void check(String domain) {
        String ascii = Zone.ascii(domain);
        if (ascii == null) {
            findings.ok(domain + " is an address and needs nothing in DNS");
            return;
        }
        if (Arrays.stream(Kind.values()).allMatch(kind -> site.facing(kind).isEmpty())) {
            findings.note("No listener is open to others, so there is nothing to publish for " + domain, "docs/configuration.md says how to open one.");
        }
        try {
            learnOwnAddresses();
            Name name = Name.fromString(ascii + '.');
            Map<Kind, Set<Name>> services = naptr(name);
            for (Kind kind : Kind.values()) {
                Set<Name> names = services.get(kind);
                if (names.isEmpty()) {
                    names.add(Name.fromString(kind.prefix(), name));
                }
                for (Name service : names) {
                    srv(kind, service, ascii);
                }
            }
        } catch (IOException e) {
            findings.wrong("What is published for " + domain + " cannot be found out: " + e.getMessage(), "Another name server is asked by --server ADDRESS.");
        }
    }

    // a name that listeners advertise is looked up only behind NAT: then nobody else knows the outer address
    private void learnOwnAddresses() throws IOException {
        boolean isInside = site.machine().stream().noneMatch(Site::isPublic);
        for (Endpoint listener : site.listeners()) {
            InetAddress literal = Site.literal(listener.advertised());
            if (literal != null) {
                own.add(literal);
            } else if (listener.advertised() != null && isInside) {
                own.addAll(server.addresses(Name.fromString(listener.advertised(), Name.root)));
            }
        }
    }

    private Map<Kind, Set<Name>> naptr(Name domain) throws IOException {
        Map<Kind, Set<Name>> services = new EnumMap<>(Kind.class);
        Map<Kind, Integer> orders = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            services.put(kind, new LinkedHashSet<>());
        }
        for (Record record : server.find(domain, Type.NAPTR).records()) {
            NAPTRRecord naptr = (NAPTRRecord) record;
            for (Kind kind : Kind.values()) {
                if (kind.service().equalsIgnoreCase(naptr.getService())) {
                    naptr(naptr, kind, domain, services.get(kind));
                    orders.merge(kind, naptr.getOrder() << 16 | naptr.getPreference(), Math::min);
                }
            }
        }
        for (Kind kind : Kind.values()) {
            if (!orders.containsKey(kind)) {
                missing(kind, domain);
            }
            if (kind.isPlain() && orders.containsKey(Kind.SIPS) && orders.getOrDefault(kind, Integer.MAX_VALUE) < orders.get(Kind.SIPS)) {
                findings.note("NAPTR of " + plain(domain) + " prefers " + kind.service() + " to TLS", "Give SIPS+D2T the lowest order: callers use the first that they can.");
            }
        }
        return services;
    }

    private void naptr(NAPTRRecord record, Kind kind, Name domain, Set<Name> replacements) {
        String which = "NAPTR " + kind.service() + " of " + plain(domain);
        if (!record.getFlags().equalsIgnoreCase("s") || !record.getRegexp().isEmpty()) {
            findings.wrong(which + " has the flags \"" + record.getFlags() + "\" and the expression \"" + record.getRegexp() + "\"",
                "Callers pass over it: the flag is \"s\", the expression empty (RFC 3263 section 4.1). dns:records prints it as it must be.");
            return;
        }
        if (site.facing(kind).isEmpty()) {
            findings.wrong(which + " is published, but no listener is open to others for that", "Take the record out, or open such a listener.");
            return;
        }
        if (replacements.size() < MOST_RECORDS) {
            replacements.add(record.getReplacement());
        }
    }

    private void missing(Kind kind, Name domain) {
        if (!site.facing(kind).isEmpty()) {
            findings.wrong("NAPTR " + kind.service() + " of " + plain(domain) + " is missing",
                "Callers that do not know which transport to use may try UDP in the clear. Publish\n" + lines(domain, "NAPTR", kind.service()));
        }
    }

    private void srv(Kind kind, Name service, String domain) throws IOException {
        NameServer.Answer answer = server.find(service, Type.SRV);
        boolean wanted = !site.facing(kind).isEmpty();
        if (answer.records().isEmpty()) {
            if (wanted) {
                findings.wrong("SRV " + plain(service) + " is missing", "Publish\n" + lines(Name.fromString(domain + '.'), "SRV", kind.prefix()));
            }
            return;
        }
        if (answer.alias() != null) {
            findings.wrong("SRV " + plain(service) + " is an alias (CNAME) of " + plain(answer.alias()), "Not every caller follows it: publish the SRV records under that name itself.");
        }
        for (Record record : answer.records().subList(0, Math.min(MOST_RECORDS, answer.records().size()))) {
            target(kind, (SRVRecord) record, domain, wanted);
        }
    }

    private void target(Kind kind, SRVRecord srv, String domain, boolean wanted) throws IOException {
        String which = "SRV " + plain(srv.getName()) + " to " + plain(srv.getTarget()) + ':' + srv.getPort();
        if (srv.getTarget().equals(Name.root)) {
            if (wanted) {
                findings.wrong("SRV " + plain(srv.getName()) + " says by its target . that there is no such service", "Publish what dns:records prints.");
            }
            return;
        }
        if (!wanted) {
            findings.wrong(which + " is published, but no listener is open to others for that", "Take the record out, or open such a listener.");
            return;
        }
        if (server.find(srv.getTarget(), Type.A).alias() != null) {
            findings.wrong(which + ": the target is an alias (CNAME)", "RFC 2782 forbids it, and not every caller follows it: publish A and AAAA records under that name itself.");
        }
        List<InetAddress> addresses = server.addresses(srv.getTarget());
        if (addresses.isEmpty()) {
            findings.wrong(which + ": the target has no address", "Publish A or AAAA records for " + srv.getTarget());
        }
        for (InetAddress address : addresses.subList(0, Math.min(MOST_RECORDS, addresses.size()))) {
            place(kind, which, new InetSocketAddress(address, srv.getPort()), domain);
        }
    }

    private void place(Kind kind, String which, InetSocketAddress place, String domain) {
        String where = which + " at " + Addresses.text(place.getAddress());
        Set<Integer> ports = site.facing(kind).stream().map(Endpoint::port).collect(Collectors.toSet());
        if (!own.contains(place.getAddress())) {
            findings.wrong(where + " is not an address of this server",
                "If it is another server of yours, all is well. Behind NAT say the outer address by advertised.address of the listener; otherwise correct the A or AAAA record.");
        } else if (!ports.contains(place.getPort())) {
            findings.wrong(where + ": no listener has that port", "The listeners for that have " + ports.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "))
                + ": correct the record, or open one. Where a NAT changes the port, say so by advertised.port.");
            return;
        } else if (!Site.isPublic(place.getAddress())) {
            findings.note(where + " is an address of an inner network", "Nobody outside can reach it.");
        }
        if (tried.size() >= MOST_PLACES || !tried.add(kind + " " + place + ' ' + domain)) {
            return;
        }
        switch (kind) {
            case SIPS -> targets.tls(place, where, domain);
            case TCP -> targets.tcp(place, where);
            case UDP -> findings.ok(where + " is as it should be");
        }
    }

    private String lines(Name domain, String type, String mark) {
        return new Zone(site).lines(plain(domain)).records().stream().filter(line -> line.type().equals(type) && (line.name() + line.data()).contains(mark))
            .map(Zone.Line::toString).collect(Collectors.joining("\n"));
    }

    private static String plain(Name name) {
        return name.toString(true);
    }
}
