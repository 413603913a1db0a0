package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowInfo;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open stream flows, by id and by peer, and who is told when one ends. Safe for any thread. */
final class FlowTable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowTable.class);

    /**
     * To whom a connection leads.
     *
     * @param serverName what a TLS peer has proven to be; null for plain TCP, where either side may have opened it
     * @param own        the names of the certificate that we have shown; empty for plain TCP
     */
    record Peer(Protocol protocol, InetSocketAddress remote, String serverName, Set<String> own) {
        static Peer plain(Protocol protocol, InetSocketAddress remote) {
            return new Peer(protocol, remote, null, Set.of());
        }
    }

    private final FlowIds ids;
    private final Map<Long, Connection> byId = new ConcurrentHashMap<>();
    private final Map<Peer, Connection> byPeer = new ConcurrentHashMap<>();
    private final List<FlowListener> listeners = new CopyOnWriteArrayList<>();

    FlowTable(FlowIds ids) {
        this.ids = ids;
    }

    long nextId() {
        return ids.nextStream();
    }

    void add(Connection connection) {
        byId.put(connection.flow().id(), connection);
        if (connection.origin().peer() != null) {
            byPeer.put(connection.origin().peer(), connection);
        }
    }

    /** Forgets a connection and tells the listeners, on the loop that calls. */
    void remove(Connection connection) {
        if (!byId.remove(connection.flow().id(), connection)) {
            return;
        }
        forgetPeer(connection);
        for (FlowListener listener : listeners) {
            try {
                listener.closed(connection.flow());
            } catch (RuntimeException | LinkageError e) {
                LOG.error("A listener failed when {} was closed", connection.flow(), e);
            }
        }
    }

    /** Tells the listeners, on the loop that calls, who the peer of a connection is not any more. */
    void disproved(Connection connection, List<Identity> lost) {
        for (FlowListener listener : listeners) {
            try {
                listener.disproved(connection.flow(), lost);
            } catch (RuntimeException | LinkageError e) {
                LOG.error("A listener failed when {} was proven no longer", connection.flow(), e);
            }
        }
    }

    /** No new use of a connection that is being closed. */
    void forgetPeer(Connection connection) {
        if (connection.origin().peer() != null) {
            byPeer.remove(connection.origin().peer(), connection);
        }
    }

    Connection find(long id) {
        return byId.get(id);
    }

    Connection find(Peer peer) {
        return byPeer.get(peer);
    }

    Collection<Connection> all() {
        return byId.values();
    }

    List<FlowInfo> list() {
        return byId.values().stream().filter(Connection::isOpen).map(Connection::info).toList();
    }

    Flow flow(long id) {
        Connection connection = byId.get(id);
        return connection != null && connection.isOpen() ? connection.flow() : null;
    }

    void addListener(FlowListener listener) {
        listeners.add(listener);
    }

    void removeListener(FlowListener listener) {
        listeners.remove(listener);
    }
}
