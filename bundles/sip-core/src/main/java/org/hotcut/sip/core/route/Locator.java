package org.hotcut.sip.core.route;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.hotcut.core.api.net.Protocol;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Type;

/** The procedures of RFC 3263 sections 4.1 and 4.2 for a host that is a name. For one loop; its results complete there. */
final class Locator {
    /** More would not be tried within the 32 s that the sender of a request waits. */
    static final int MOST_HOPS = 8;
    private static final int MOST_TARGETS = 8;
    private static final List<Protocol> PREFERENCE = List.of(Protocol.UDP, Protocol.TCP, Protocol.TLS);

    /**
     * Where a URI wants to go.
     *
     * @param host     lower case, no dot at its end
     * @param port     -1 for none
     * @param protocol what the URI says; null when it leaves the choice to us
     * @param secure   nothing but TLS will do
     * @param name     what a TLS peer must prove
     */
    record Place(String host, int port, Protocol protocol, boolean secure, String name) {
        /** Returns the name for DNS; one without a dot is for the system's search path. */
        String domain() {
            return host.indexOf('.') < 0 ? host : host + '.';
        }
    }

    private record Served(boolean known, List<Hop> hops) { }

    private final DnsCache cache;
    private final Endpoints endpoints;
    private final Random random;

    Locator(DnsCache cache, Endpoints endpoints, Random random) {
        this.cache = cache;
        this.endpoints = endpoints;
        this.random = random;
    }

    /** Returns whether a name stands in the machine's own list. */
    boolean isLocal(String host) {
        return !cache.dns().local(host).isEmpty();
    }

    /** Returns the hops in the order in which they are to be tried: by TLS only where DNS has records for it, else as the URI says. */
    CompletableFuture<List<Hop>> findOffered(Place place) {
        if (place.secure || place.protocol != null || place.port >= 0 || isLocal(place.host)) {
            return find(place);
        }
        Place secure = new Place(place.host, place.port, null, true, place.name);
        return services(secure).thenCompose(services -> all(services, service -> served(secure, service)))
            .thenCompose(each -> each.stream().anyMatch(Served::known) ? done(hops(each)) : find(place));
    }

    /** Returns the hops in the order in which they are to be tried, none when there is no way there. */
    CompletableFuture<List<Hop>> find(Place place) {
        if (place.port >= 0 || isLocal(place.host)) {
            return byAddress(place, place.protocol == null ? choice(place).get(0) : place.protocol);
        }
        return services(place).thenCompose(services -> all(services, service -> served(place, service)).thenCompose(each -> {
            if (each.stream().anyMatch(Served::known)) {
                return done(hops(each));
            }
            return byAddress(place, services.get(0).protocol());
        }));
    }

    private static List<Hop> hops(List<Served> each) {
        return each.stream().flatMap(served -> served.hops.stream()).limit(MOST_HOPS).toList();
    }

    /** Finds what to look for, at least one: by the URI, by NAPTR records, or whatever we speak. */
    private CompletableFuture<List<Service>> services(Place place) {
        if (place.protocol != null) {
            return done(List.of(Service.of(place.protocol, place.domain())));
        }
        List<Protocol> choice = choice(place);
        return cache.find(place.domain(), Type.NAPTR).thenApply(records -> {
            List<Service> offered = Service.offered(records, choice);
            return offered.isEmpty() ? choice.stream().map(protocol -> Service.of(protocol, place.domain())).toList() : offered;
        });
    }

    private List<Protocol> choice(Place place) {
        if (place.secure) {
            return List.of(Protocol.TLS);
        }
        List<Protocol> spoken = PREFERENCE.stream().filter(endpoints::listens).toList();
        return spoken.isEmpty() ? List.of(Protocol.UDP) : spoken;
    }

    private CompletableFuture<Served> served(Place place, Service service) {
        return cache.find(service.records(), Type.SRV).thenCompose(records -> all(Srv.order(records, MOST_TARGETS, random),
            srv -> hops(place, service.protocol(), srv))
            .thenApply(each -> new Served(!records.isEmpty(), each.stream().flatMap(List::stream).toList())));
    }

    private CompletableFuture<List<Hop>> hops(Place place, Protocol protocol, SRVRecord srv) {
        String target = srv.getTarget().toString().toLowerCase(Locale.ROOT);
        if (target.equals(".") || srv.getPort() == 0) {
            return done(List.of()); // the service is decidedly not available there
        }
        return addresses(protocol, target).thenApply(found -> hops(place, protocol, found, srv.getPort()));
    }

    private CompletableFuture<List<Hop>> byAddress(Place place, Protocol protocol) {
        int port = place.port >= 0 ? place.port : protocol == Protocol.TLS ? 5061 : 5060;
        return addresses(protocol, place.domain()).thenApply(found -> hops(place, protocol, found, port));
    }

    private static List<Hop> hops(Place place, Protocol protocol, List<InetAddress> addresses, int port) {
        return addresses.stream().limit(MOST_HOPS).map(address -> Hop.to(protocol, new InetSocketAddress(address, port), place.name)).toList();
    }

    /** Finds the addresses of a name, those of the family first that this machine reaches the world by. */
    private CompletableFuture<List<InetAddress>> addresses(Protocol protocol, String domain) {
        String host = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        List<InetAddress> local = cache.dns().local(host);
        if (!local.isEmpty()) {
            return done(reached(protocol, local));
        }
        CompletableFuture<List<Record>> six = endpoints.reaches(protocol, true) ? cache.find(domain, Type.AAAA) : done(List.of());
        CompletableFuture<List<Record>> four = endpoints.reaches(protocol, false) ? cache.find(domain, Type.A) : done(List.of());
        return six.thenCombine(four, (sixes, fours) -> endpoints.prefersV6(protocol) ? addresses(sixes, fours) : addresses(fours, sixes));
    }

    private List<InetAddress> reached(Protocol protocol, List<InetAddress> addresses) {
        return addresses.stream().filter(address -> endpoints.reaches(protocol, address instanceof Inet6Address)).toList();
    }

    private List<InetAddress> addresses(List<Record> first, List<Record> then) {
        List<InetAddress> addresses = addresses(first);
        addresses.addAll(addresses(then));
        return addresses;
    }

    // by lot, as a server that turns its answers round would have it: ours come from the cache
    private List<InetAddress> addresses(List<Record> records) {
        List<InetAddress> addresses = new ArrayList<>();
        for (Record each : records) {
            if (each instanceof ARecord a) {
                addresses.add(a.getAddress());
            } else if (each instanceof AAAARecord a) {
                addresses.add(a.getAddress());
            }
        }
        Collections.shuffle(addresses, random);
        return addresses;
    }

    private static <T> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    private static <S, T> CompletableFuture<List<T>> all(List<S> of, Function<S, CompletableFuture<T>> asked) {
        List<CompletableFuture<T>> each = of.stream().map(asked).toList();
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new)).thenApply(none -> each.stream().map(CompletableFuture::join).toList());
    }
}
