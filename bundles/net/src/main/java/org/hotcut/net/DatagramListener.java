package org.hotcut.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A UDP endpoint: one socket a loop where the kernel can balance between them, else one.
 *
 * @param <L> loops
 * @param <S> sockets on them
 */
abstract class DatagramListener<L, S extends DatagramListener.Bound> implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramListener.class);

    /** One socket. */
    interface Bound {
        InetSocketAddress local();

        /** Returns the kernel buffer that was got, in bytes as asked for. */
        int receiveBuffer() throws IOException;

        /** Closes it, soon. */
        void shut();
    }

    /** What is there while the listener is open. */
    private record Open<S>(List<S> sockets, InetSocketAddress local, int receiveBuffer) { }

    private volatile ListenerSettings settings;
    private volatile Open<S> open;

    DatagramListener(ListenerSettings settings) {
        this.settings = settings;
    }

    /** Returns the loops that are to have a socket each, at least one. */
    abstract List<L> loops();

    /**
     * Opens one of the sockets; nothing is read of it before {@link #start}.
     *
     * @param share whether others of ours will have that port too
     */
    abstract S bind(L loop, InetSocketAddress local, boolean share) throws IOException;

    /** All are open. */
    abstract void start(List<S> opened, InetSocketAddress local) throws IOException;

    /** Closes what was open; when this returns the ports are free. */
    abstract void shut(List<S> opened);

    @Override
    public final ListenerSettings settings() {
        return settings;
    }

    @Override
    public final void change(ListenerSettings changed) {
        settings = changed;
    }

    @Override
    public final Lack lack() {
        return null;
    }

    @Override
    public final void open() throws IOException {
        InetSocketAddress wanted = Sockets.bindable(settings.address());
        List<L> loops = loops();
        boolean share = loops.size() > 1;
        if (share && wanted.getPort() != 0) {
            // sockets that share a port would come up beside those of another process of the same user, and each get some of the datagrams
            PacketChannel.bound(wanted, false, 0).close();
        }
        List<S> made = new ArrayList<>();
        int got = Integer.MAX_VALUE;
        try {
            for (L loop : loops) {
                S socket = bind(loop, made.isEmpty() ? wanted : made.get(0).local(), share);
                made.add(socket);
                got = Math.min(got, socket.receiveBuffer());
            }
            InetSocketAddress local = Addresses.plain(made.get(0).local());
            open = new Open<>(List.copyOf(made), local, got);
            start(open.sockets(), local);
        } catch (IOException e) {
            open = null;
            made.forEach(Bound::shut);
            throw e;
        }
        if (got < settings.receiveBuffer()) {
            LOG.warn("Listener {} got a receive buffer of {} kB of the {} kB it asked for: bursts may be lost. Remedy: sysctl -w net.core.rmem_max={}",
                settings.name(), got >> 10, settings.receiveBuffer() >> 10, settings.receiveBuffer());
        }
    }

    @Override
    public final void shut() {
        Open<S> was = open;
        open = null;
        if (was != null) {
            shut(was.sockets());
        }
    }

    @Override
    public final void close() {
        shut();
    }

    /** Returns the sockets, none when this is shut. */
    final List<S> sockets() {
        Open<S> now = open;
        return now == null ? List.of() : now.sockets();
    }

    /** Returns what was bound, null when this is shut. */
    final InetSocketAddress local() {
        Open<S> now = open;
        return now == null ? null : now.local();
    }

    @Override
    public final Endpoint endpoint() {
        return endpoint(Protocol.UDP);
    }

    final Endpoint endpoint(Protocol protocol) {
        Open<S> now = open;
        return now == null ? null : settings.endpoint(protocol, now.local());
    }

    @Override
    public void describe(Map<String, Object> status) {
        Open<S> now = open;
        if (now != null) {
            status.put("sockets", now.sockets().size());
            status.put("kernel buffer", now.receiveBuffer());
            status.put("kernel buffer asked", settings.receiveBuffer());
        }
    }
}
