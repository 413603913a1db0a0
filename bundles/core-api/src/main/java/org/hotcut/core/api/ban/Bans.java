package org.hotcut.core.api.ban;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one place that decides who is slowed and who is banned. Implemented by {@code core-state}; survives swaps and restarts. Safe for any thread; never blocks.
 */
@ProviderType
public interface Bans {
    /**
     * Counts an offence against its source, and writes it to the log unless the source has lines enough there.
     *
     * @param detail what happened, for the log, may quote the peer; null when the caller has logged it, or nobody needs to know
     */
    void report(Protocol protocol, InetSocketAddress peer, Offence offence, String detail);

    /** As {@link #report(Protocol, InetSocketAddress, Offence, String)}. */
    default void report(Flow flow, Offence offence, String detail) {
        report(flow.protocol(), flow.remote(), offence, detail);
    }

    /** Somebody proved himself on this line: it is spared when its source is banned, and its source is judged more gently. */
    void proven(Flow flow);

    /**
     * Returns what is to become of what this peer sends now. Costs a field read while nobody is slowed or banned; then a look-up by source.
     *
     * @param protocol how it comes; for UDP each call is for one datagram, and counts
     * @param peer     its address may be an IPv4 one mapped into IPv6
     */
    Admission admit(Protocol protocol, InetSocketAddress peer);

    /** Returns whether somebody proved himself on this line lately, or it is whitelisted, as the lines of trusted sources are. */
    boolean isTrustworthy(Protocol protocol, InetSocketAddress peer);

    /** Bans the source of this address from everything, lines that were proven included, whitelisted or not; an earlier ban is replaced. */
    void ban(InetAddress address, Duration duration, String reason);

    /** Forgets all that is held against the source of this address, and against the /48 it is in. Returns whether it was slowed or banned. */
    boolean unban(InetAddress address);

    /** Returns who is slowed or banned now; those banned first, of these the one with the latest end first. */
    List<Ban> list();
}
