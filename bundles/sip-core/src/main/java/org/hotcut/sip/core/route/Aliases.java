package org.hotcut.sip.core.route;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.sip.message.Request;
import org.hotcut.sip.message.Via;

/**
 * The connection alias table (RFC 5923 section 5): by which TLS connections servers of other domains are reached, ours and those that they have opened and want used. Who
 * is at the other end is asked of {@code net} each time, so that a certificate that was taken back counts no more. One for all loops, safe for any thread.
 */
public final class Aliases {
    private static final int MOST = 10_000;
    private static final int MOST_OF_LINE = 16;
    private static final int MOST_OF_PLACE = 4;
    private static final int TLS_PORT = 5061;

    /**
     * What a line is good for.
     *
     * @param address where the peer listens
     * @param own     the domain of ours that the peer takes us for
     */
    private record Place(InetSocketAddress address, String own) { }

    private final Flows flows;
    private final Map<Place, List<Flow>> lines = new ConcurrentHashMap<>();
    private final Map<Long, Set<Place>> places = new ConcurrentHashMap<>();

    /** Makes an empty table. */
    public Aliases(Flows flows) {
        this.flows = flows;
    }

    /** A request has come whose sender is proven. If that is another domain and it says {@code alias}, requests to that domain may take the same line. */
    public void learn(Identity sender, Flow line, Request request) {
        if (sender.kind() != Identity.Kind.DOMAIN || line.protocol() != Protocol.TLS || !request.uri().isSip()) {
            return;
        }
        Via via = request.topVia();
        if (via.param("alias") != null) {
            add(new InetSocketAddress(line.remote().getAddress(), via.port() > 0 ? via.port() : TLS_PORT), request.uri().host(), line);
        }
    }

    /** Adds a line unless there are too many. */
    void add(InetSocketAddress address, String own, Flow line) {
        if (own == null || places.size() >= MOST && !places.containsKey(line.id())) {
            return;
        }
        Set<Place> known = places.computeIfAbsent(line.id(), none -> ConcurrentHashMap.newKeySet());
        Place place = new Place(address, own);
        if (known.size() < MOST_OF_LINE && known.add(place)) {
            lines.merge(place, List.of(line), (older, newest) -> Stream.concat(newest.stream(), older.stream()).limit(MOST_OF_PLACE).toList());
        }
        if (!flows.isOpen(line)) {
            closed(line);
        }
    }

    /** Returns an open line to who listens at an address and is proven to be a domain, or null. */
    Flow find(InetSocketAddress address, String own, String domain) {
        if (own == null || places.isEmpty()) {
            return null;
        }
        for (Flow line : lines.getOrDefault(new Place(address, own), List.of())) {
            Verdict verdict = flows.verdict(line);
            if (verdict != null && flows.isOpen(line) && isOf(domain, verdict)) {
                return line;
            }
        }
        return null;
    }

    private static boolean isOf(String domain, Verdict verdict) {
        return verdict.identities().stream().anyMatch(identity -> identity.kind() == Identity.Kind.DOMAIN && identity.name().equals(domain));
    }

    /** A line is gone. */
    public void closed(Flow line) {
        Set<Place> known = places.isEmpty() ? null : places.remove(line.id());
        if (known == null) {
            return;
        }
        for (Place place : known) {
            lines.computeIfPresent(place, (same, all) -> {
                List<Flow> left = all.stream().filter(other -> !other.equals(line)).toList();
                return left.isEmpty() ? null : left;
            });
        }
    }

    /** Returns how many lines there are. */
    public int size() {
        return places.size();
    }
}
