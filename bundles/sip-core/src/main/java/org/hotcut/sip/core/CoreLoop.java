package org.hotcut.sip.core;

import java.security.SecureRandom;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.core.route.Branches;
import org.hotcut.sip.core.route.DnsCache;
import org.hotcut.sip.core.route.Endpoints;
import org.hotcut.sip.core.route.LoopHash;
import org.hotcut.sip.core.route.NextHop;
import org.hotcut.sip.core.route.TokenCodec;
import org.hotcut.sip.core.transaction.TimerWheel;
import org.hotcut.sip.core.transaction.TransactionTable;
import org.hotcut.sip.message.RequestWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that belongs to one loop and is touched by its thread alone. A loop of signalling ticks always; one of media, which gets SIP only by ports that it shares with it, for
 * as long as there is any.
 */
final class CoreLoop {
    private static final Logger LOG = LoggerFactory.getLogger(CoreLoop.class);
    private static final long REFRESH_MILLIS = 30_000;
    private static final int LAG_TICKS = 8;
    /** Ticks without anything to do before a loop of media rests. */
    static final int IDLE_TICKS = 200;

    final int number;
    final Services services;
    final Counters counters = new Counters();
    final TimerWheel wheel;
    final Sender sender;
    final TransactionTable table;
    final Branches branches;
    final Endpoints endpoints;
    final TokenCodec tokens;
    final LoopHash loopHash;
    final NextHop nextHop;
    final Forwarder forwarder;
    final ExchangeList exchanges = new ExchangeList();
    final SourceCounts sources = new SourceCounts();
    final Room room = new Room(this);
    private final boolean ofMedia;
    long pendingBytes;
    /** Branches that ring on though one has accepted. */
    int leftToCallers;
    /** Those of our own that are not answered. */
    int ownRequests;
    private AutoCloseable ticks;
    private boolean ended;
    private int idle;
    private long refreshed;
    private long ticked;
    private double lag;

    CoreLoop(int number, Services services) {
        this.number = number;
        this.services = services;
        wheel = new TimerWheel(services.nanos);
        sender = new Sender(services, counters, number);
        table = new TransactionTable(wheel, sender);
        branches = new Branches(number, new SecureRandom());
        endpoints = new Endpoints(services.flows, services::accounts);
        tokens = new TokenCodec(services.keys);
        loopHash = new LoopHash(services.keys);
        DnsCache names = new DnsCache(services.dns, services.loops, number, wheel);
        nextHop = new NextHop(services.flows, services.loops, number, endpoints, wheel, names, services.avoided, services.aliases);
        forwarder = new Forwarder(this, new RequestWriter());
        ofMedia = number >= services.loops.signallingCount();
    }

    /** Begins to tick. */
    void begin() {
        ticks = services.loops.tick(number, TimerWheel.TICK_MILLIS, this::tick);
    }

    /** To be called when anything new comes: a loop that rests begins to tick again, and looks about itself first. */
    void wake() {
        if (ticks == null && !ended) {
            wheel.skip();
            ticked = wheel.now();
            lag = 0;
            idle = 0;
            begin();
            tick();
        }
    }

    /** Ticks no more: this bundle is going. */
    void end() {
        ended = true;
        stop();
    }

    private void stop() {
        AutoCloseable stopped = ticks;
        ticks = null;
        if (stopped != null) {
            try {
                stopped.close();
            } catch (Exception e) {
                LOG.warn("A tick did not end: {}", e.toString());
            }
        }
    }

    void tick() {
        measure();
        endpoints.tick();
        wheel.advance();
        services.links.tick(number, wheel.now());
        if (wheel.now() - refreshed >= REFRESH_MILLIS) {
            refreshed = wheel.now();
            endpoints.refresh();
            services.refresh(number);
        }
        if (ofMedia) {
            restIfIdle();
        }
    }

    private void restIfIdle() {
        idle = exchanges.size() == 0 && table.size() == 0 && ownRequests == 0 ? idle + 1 : 0;
        if (idle >= IDLE_TICKS && wheel.isEmpty() && services.links.isIdle(number)) {
            stop();
            services.overload.tell(number, 0, 0, 0, 0);
        }
    }

    // a loop that has too much to do comes late to everything, to its ticks too
    private void measure() {
        long now = wheel.now();
        lag += (Math.max(0, now - ticked - TimerWheel.TICK_MILLIS) - lag) / LAG_TICKS;
        ticked = now;
        services.overload.tell(number, (int) lag, table.size(), pendingBytes, table.bytes());
        room.refresh();
        if (number == 0) {
            services.overload.judge(services.settings(), now);
        }
    }

    void closed(Flow flow) {
        table.closed(flow);
    }
}
