package org.hotcut.shell.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.check.Findings;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Compares what is published for our domains with what this server is, in the order in which a caller asks (RFC 3263 section 4), then a client of STUN and TURN (RFC 8489 section 8.1). */
final class ZoneCheck {
    private static final int MOST_RECORDS = 16;

    private final Site site;
    private final NameServer server;
    private final TargetCheck targets;
    private final Findings findings;
    private final ServiceCheck services;

    ZoneCheck(Site site, NameServer server, TargetCheck targets, Findings findings) {
        this.site = site;
        this.server = server;
        this.targets = targets;
        this.findings = findings;
        this.services = new ServiceCheck(site, server, findings);
    }

    /** Checks one domain. */
    void check(String domain) {
        String ascii = Zone.ascii(domain);
        if (ascii == null) {
            findings.ok(domain + " is an address and needs nothing in DNS");
            return;
        }
        if (Arrays.stream(Kind.values()).allMatch(kind -> site.facing(kind).isEmpty())) {
            findings.note("No listener of SIP is open to others, so there is nothing to publish for " + domain, "docs/configuration.md says how to open one.");
        }
        try {
            services.learnOwnAddresses();
            Name name = Name.fromString(ascii + '.');
            Map<Kind, Set<Name>> replacements = naptr(name);
            for (Kind kind : Kind.values()) {
                Set<Name> names = replacements.get(kind);
                if (names.isEmpty()) {
                    names.add(Name.fromString(kind.prefix(), name));
                }
                for (Name service : names) {
                    srv(kind, service, name);
                }
            }
            for (RelayKind kind : RelayKind.values()) {
                relays(kind, name);
            }
        } catch (IOException e) {
            findings.wrong("What is published for " + domain + " cannot be found out: " + e.getMessage(), "Another name server is asked by --server ADDRESS.");
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

    private void srv(Kind kind, Name service, Name domain) throws IOException {
        List<Endpoint> listeners = site.facing(kind);
        if (!services.check(service, listeners, trial(kind, plain(domain))) && !listeners.isEmpty()) {
            findings.wrong("SRV " + plain(service) + " is missing", "Publish\n" + lines(domain, "SRV", kind.prefix()));
        }
    }

    private ServiceCheck.Trial trial(Kind kind, String domain) {
        return new ServiceCheck.Trial(kind + " " + domain, (place, where, target) -> {
            switch (kind) {
                case SIPS -> targets.tls(place, where, domain);
                case TCP -> targets.tcp(place, where);
                case UDP -> findings.ok(where + " is as it should be");
            }
        });
    }

    private void relays(RelayKind kind, Name domain) throws IOException {
        List<Endpoint> listeners = site.relays(kind.protocol());
        List<String> missing = new ArrayList<>();
        for (String prefix : kind.prefixes()) {
            Name service = Name.fromString(prefix, domain);
            if (!services.check(service, listeners, trial(kind, plain(domain)))) {
                missing.add(plain(service));
            }
        }
        if (!listeners.isEmpty() && !missing.isEmpty()) {
            findings.note("SRV " + String.join(" and ", missing) + (missing.size() == 1 ? " is missing" : " are missing"),
                "Clients that know nothing but the domain do not find TURN by that; browsers, and all that are told a host and a port, need no such record. To publish it:\n"
                    + kind.prefixes().stream().filter(prefix -> missing.contains(prefix + '.' + plain(domain))).map(prefix -> lines(domain, "SRV", prefix))
                        .collect(Collectors.joining("\n")));
        }
    }

    private ServiceCheck.Trial trial(RelayKind kind, String domain) {
        return new ServiceCheck.Trial("relay " + kind + " " + domain, (place, where, target) -> {
            switch (kind) {
                case UDP, TCP -> targets.stun(kind.protocol(), place, where);
                case TLS -> targets.stuns(place, where, domain, target);
                case DTLS -> findings.ok(where + " is as it should be");
            }
        });
    }

    private String lines(Name domain, String type, String mark) {
        return new Zone(site).lines(plain(domain)).records().stream().filter(line -> line.type().equals(type) && (line.name() + line.data()).contains(mark))
            .map(Zone.Line::toString).collect(Collectors.joining("\n"));
    }

    private static String plain(Name name) {
        return name.toString(true);
    }
}
