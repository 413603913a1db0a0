package org.hotcut.turn.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.function.LongSupplier;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.PacketLoops;
import org.hotcut.core.api.net.PacketSocket;
import org.hotcut.core.api.net.StreamLoops;
import org.hotcut.core.api.net.Transport;
import org.hotcut.journal.JournalKeeper;
import org.hotcut.sip.api.location.Location;
import org.hotcut.stun.StreamFrame;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.TurnHandler;
import org.hotcut.turn.relay.store.AllocationStore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: each service of this bundle, delegating. What belongs to a loop is in {@link TurnLoop}. */
@Component(immediate = true, configurationPid = "org.hotcut.turn.relay",
    service = {RelayComponent.class, PacketHandler.class, Transport.class, FlowListener.class, AccountsListener.class},
    property = {"hotcut.name=turn", "hotcut.alpn=stun.turn", "hotcut.first=" + RelayComponent.FIRST})
@Designate(ocd = Config.class)
public final class RelayComponent implements PacketHandler, Transport, FlowListener, AccountsListener {
    /** Two zero bits, and the magic cookie after four bytes (RFC 8489 section 5). */
    static final String FIRST = "[\\x00-\\x3f][\\x00-\\xff]{3}\\x21\\x12\\xa4\\x42";
    private static final Logger LOG = LoggerFactory.getLogger(RelayComponent.class);
    private static final long KILOBYTE = 1024;
    private static final int JOURNAL_FACTOR = 3;
    private static final int JOURNAL_KILOBYTES = 16_384;

    private final Services services;
    private final TurnLoops loops;
    private final AutoCloseable ruleTick;
    private final AutoCloseable portTick;
    private final AutoCloseable clockTick;
    private final Ends ends;

    /** Called by the component runtime. */
    @Activate
    public RelayComponent(BundleContext context, Config config, @Reference PacketLoops packetLoops, @Reference StreamLoops streams, @Reference Loops loops, @Reference Flows flows, @Reference Bans bans,
                          @Reference Accounts accounts, @Reference Keys keys) throws IOException {
        this(dataFolder(context), config, packetLoops, streams, loops, flows, bans, accounts, keys, Clock.systemUTC(), System::nanoTime);
    }

    RelayComponent(Path data, Config config, PacketLoops packetLoops, StreamLoops streams, Loops loops, Flows flows, Bans bans, Accounts accounts, Keys keys, Clock wall,
                   LongSupplier nanos) throws IOException {
        AllocationStore store = new AllocationStore(data, wall, nanos, journal(config));
        this.services = new Services(packetLoops, streams, loops, flows, bans, accounts, keys, store);
        boolean isConfigured = services.configure(config);
        this.loops = new TurnLoops(services);
        this.ends = new Ends(services, this.loops);
        if (isConfigured) {
            new Restore(services, this.loops).run();
        }
        this.loops.start();
        int first = this.loops.all().iterator().next().index();
        this.ruleTick = loops.tick(first, TurnLoop.TICK_MILLIS, new Rules(services, this.loops)::tick);
        this.portTick = loops.tick(first, TurnLoop.TICK_MILLIS, services.ports::tick);
        this.clockTick = loops.tick(first, TurnLoop.TICK_MILLIS, store::tick);
        if (isConfigured) {
            LOG.info("TURN relays from {}, ports {} to {}, on {} loops", services.settings.addresses(), config.ports_from(), config.ports_to(), this.loops.all().size());
        }
    }

    private static JournalKeeper.Policy journal(Config config) {
        int kilobytes;
        try {
            kilobytes = config.journal_kilobytes();
        } catch (ComponentException e) {
            kilobytes = JOURNAL_KILOBYTES; // whoever takes the configuration says so
        }
        return new JournalKeeper.Policy(Math.max(1, kilobytes) * KILOBYTE, JOURNAL_FACTOR);
    }

    private static Path dataFolder(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        return Path.of(data == null ? context.getProperty("karaf.data") : data);
    }

    Services services() {
        return services;
    }

    TurnLoops loops() {
        return loops;
    }

    @Modified
    void modified(Config config) {
        if (services.configure(config)) {
            services.store.policy(journal(config));
            ends.addressesChanged();
        }
    }

    /** What is kept on disk stays: the next start goes on with it. */
    @Deactivate
    void deactivate() throws Exception {
        ruleTick.close();
        portTick.close();
        clockTick.close();
        loops.close();
        services.ports.close();
        services.store.close();
    }

    @Reference(service = TurnHandler.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(TurnHandler handler, ServiceReference<TurnHandler> reference) {
        if (Whiteboard.isNamed(reference)) {
            Whiteboard.bind(services.handlers, handler, reference);
            loops.each(TurnLoop::resume);
        }
    }

    void unbindHandler(ServiceReference<TurnHandler> reference) {
        Whiteboard.unbind(services.handlers, Whiteboard.id(reference), loops, (loop, leaving, done) -> loop.dispatch().drain(leaving, done),
            (loop, leaving) -> loop.dispatch().fence(leaving));
    }

    @Reference(service = PeerPolicy.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPolicy(PeerPolicy policy, ServiceReference<PeerPolicy> reference) {
        if (Whiteboard.isNamed(reference)) {
            Whiteboard.bind(services.policies, policy, reference);
        }
    }

    // a loop that runs a task has left the policy, which answers at once
    void unbindPolicy(ServiceReference<PeerPolicy> reference) {
        Whiteboard.unbind(services.policies, Whiteboard.id(reference), loops, (loop, leaving, done) -> done.run(), (loop, leaving) -> { });
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLocation(Location location) {
        services.location = location;
    }

    void unbindLocation(Location location) {
        if (services.location == location) {
            services.location = null;
        }
    }

    @Override
    public void packet(PacketSocket socket, ByteBuffer packet, InetSocketAddress from) {
        loops.packet(socket, packet, from);
    }

    @Override
    public void opened(PacketSocket socket) {
        loops.opened(socket);
    }

    @Override
    public void closed(PacketSocket socket, InetSocketAddress client) {
        loops.closed(socket, client);
    }

    @Override
    public int frame(ByteBuffer unread, int scanned) throws FramingException {
        int length = StreamFrame.length(unread);
        if (length == StreamFrame.MALFORMED) {
            throw new FramingException("neither STUN nor ChannelData");
        }
        return length;
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        loops.message(flow, message);
    }

    @Override
    public void malformed(Flow flow, ByteBuffer unread, String reason) {
        // there is no response to what is no request; the source is reported by net
    }

    @Override
    public void closed(Flow flow) {
        loops.closed(flow.id());
    }

    @Override
    public void domainsChanged(Collection<Domain> domains) {
        ends.domainsChanged(domains);
    }

    @Override
    public void accountChanged(String user, String domain) {
        ends.accountChanged(user, domain);
    }
}
