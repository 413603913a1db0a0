package org.hotcut.shell.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.shell.Addresses;
import org.hotcut.shell.check.Findings;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** Compares the SRV records of a service with the listeners that they should lead to, and tries the places. */
final class ServiceCheck {
    private static final int MOST_RECORDS = 16;
    private static final int MOST_PLACES = 32;

    /**
     * How a place is tried; by the same name each is tried once.
     *
     * @param name unlike that of another way to try it
     */
    record Trial(String name, Attempt attempt) { }

    /** Tries a place and says what was found. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Tries it.
         *
         * @param where  the place in words
         * @param target of the SRV record
         */
        void at(InetSocketAddress place, String where, Name target);
    }

    private final Site site;
    private final NameServer server;
    private final Findings findings;
    private final Set<InetAddress> own;
    private final Set<String> tried = new HashSet<>();

    ServiceCheck(Site site, NameServer server, Findings findings) {
        this.site = site;
        this.server = server;
        this.findings = findings;
        this.own = new HashSet<>(site.machine());
    }

    /** Looks up what listeners advertise; names only behind NAT: then nobody else knows the outer address. */
    void learnOwnAddresses() throws IOException {
        boolean isInside = site.machine().stream().noneMatch(Addresses::isPublic);
        for (String advertised : site.advertised()) {
            InetAddress literal = Site.literal(advertised);
            if (literal != null) {
                own.add(literal);
            } else if (isInside) {
                own.addAll(server.addresses(Name.fromString(advertised, Name.root)));
            }
        }
    }

    /**
     * Checks the records of one name.
     *
     * @param listeners to which they should lead; none: nothing should be published
     * @return whether there are any
     */
    boolean check(Name service, List<Endpoint> listeners, Trial trial) throws IOException {
        NameServer.Answer answer = server.find(service, Type.SRV);
        if (answer.records().isEmpty()) {
            return false;
        }
        if (answer.alias() != null) {
            findings.wrong("SRV " + plain(service) + " is an alias (CNAME) of " + plain(answer.alias()), "Not every caller follows it: publish the SRV records under that name itself.");
        }
        for (Record record : answer.records().subList(0, Math.min(MOST_RECORDS, answer.records().size()))) {
            target((SRVRecord) record, listeners, trial);
        }
        return true;
    }

    private void target(SRVRecord srv, List<Endpoint> listeners, Trial trial) throws IOException {
        String which = "SRV " + plain(srv.getName()) + " to " + plain(srv.getTarget()) + ':' + srv.getPort();
        if (srv.getTarget().equals(Name.root)) {
            if (!listeners.isEmpty()) {
                findings.wrong("SRV " + plain(srv.getName()) + " says by its target . that there is no such service", "Publish what dns:records prints.");
            }
            return;
        }
        if (listeners.isEmpty()) {
            findings.wrong(which + " is published, but no listener is open to others for that", "Take the record out, or open such a listener. If it is another server of yours, all is well.");
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
            place(which, new InetSocketAddress(address, srv.getPort()), srv.getTarget(), listeners, trial);
        }
    }

    private void place(String which, InetSocketAddress place, Name target, List<Endpoint> listeners, Trial trial) {
        String where = which + " at " + Addresses.text(place.getAddress());
        Set<Integer> ports = listeners.stream().map(Endpoint::port).collect(Collectors.toSet());
        if (!own.contains(place.getAddress())) {
            findings.wrong(where + " is not an address of this server",
                "If it is another server of yours, all is well. Behind NAT say the outer address by advertised.address of the listener; otherwise correct the A or AAAA record.");
        } else if (!ports.contains(place.getPort())) {
            findings.wrong(where + ": no listener has that port", "The listeners for that have " + ports.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "))
                + ": correct the record, or open one. Where a NAT changes the port, say so by advertised.port.");
            return;
        } else if (!Addresses.isPublic(place.getAddress())) {
            findings.note(where + " is an address of an inner network", "Nobody outside can reach it.");
        }
        if (tried.size() < MOST_PLACES && tried.add(trial.name() + ' ' + place)) {
            trial.attempt().at(place, where, target);
        }
    }

    private static String plain(Name name) {
        return name.toString(true);
    }
}
