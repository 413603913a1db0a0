package org.hotcut.sip.core;

import java.util.function.LongSupplier;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.Work;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.PeerTrust;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.core.chain.Links;
import org.hotcut.sip.core.route.Aliases;
import org.hotcut.sip.core.route.Avoided;
import org.hotcut.sip.core.route.Dns;
import org.hotcut.sip.core.route.Hop;
import org.hotcut.sip.core.route.RouteSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all loops share: the services of other state bundles, the chain, the configuration in force. */
final class Services {
    private static final Logger LOG = LoggerFactory.getLogger(Services.class);

    final Flows flows;
    final Loops loops;
    final Keys keys;
    final Work work;
    final Links links;
    final LongSupplier nanos;
    final Tracer tracer = new Tracer();
    final Overload overload;
    final Bans bans;
    final Awaits awaits = new Awaits();
    final Dns dns = new Dns();
    final Avoided avoided;
    final Aliases aliases;
    private volatile RouteSettings routing = RouteSettings.DEFAULT;
    private volatile Settings settings;
    private volatile Location location;
    private volatile Accounts accounts;
    private volatile PeerTrust trust;

    Services(Flows flows, Loops loops, Keys keys, Work work, Bans bans, Links links, Settings settings, LongSupplier nanos) {
        this.flows = flows;
        this.loops = loops;
        this.keys = keys;
        this.work = work;
        this.bans = bans;
        overload = new Overload(loops.count(), loops.signallingCount(), Overload::heapAfterCollection);
        this.links = links;
        this.settings = settings;
        this.nanos = nanos;
        avoided = new Avoided(nanos);
        aliases = new Aliases(flows);
    }

    RouteSettings routing() {
        return routing;
    }

    void routing(RouteSettings changed) {
        routing = changed;
    }

    /** A hop has failed: for a while it is tried after others. */
    void avoid(Hop hop, String reason) {
        long millis = routing.avoid();
        if (avoided.add(hop, millis)) {
            LOG.info("{} {}: it is tried last for {} s", hop, reason, millis / 1_000);
        }
    }

    /** Called by every loop now and then. */
    void refresh(int loop) {
        if (loop == 0) {
            work.call(() -> {
                dns.refresh();
                return null;
            });
        }
    }

    Settings settings() {
        return settings;
    }

    void settings(Settings changed) {
        settings = changed;
    }

    /** Returns null while it is away. */
    Location location() {
        return location;
    }

    void location(Location now) {
        location = now;
    }

    /** Another may have come before the old one goes. */
    void noLocation(Location gone) {
        location = location == gone ? null : location;
    }

    /** Returns null while they are away. */
    Accounts accounts() {
        return accounts;
    }

    void accounts(Accounts now) {
        accounts = now;
    }

    void noAccounts(Accounts gone) {
        accounts = accounts == gone ? null : accounts;
    }

    /**
     * Returns whether the peer at the end of a line has the admin's trust.
     *
     * @param otherwise what holds while nobody can say
     */
    boolean trusts(Flow line, boolean otherwise) {
        PeerTrust present = trust;
        return present == null ? otherwise : present.isTrusted(line);
    }

    void trust(PeerTrust now) {
        trust = now;
    }

    void noTrust(PeerTrust gone) {
        trust = trust == gone ? null : trust;
    }
}
