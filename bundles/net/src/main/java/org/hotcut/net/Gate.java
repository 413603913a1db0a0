package org.hotcut.net;

import java.net.InetSocketAddress;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Protocol;

/** Who is let in, as {@link Bans} says; everybody while it is away. Any thread. */
final class Gate {
    private volatile Bans bans;

    void bind(Bans present) {
        bans = present;
    }

    void unbind(Bans absent) {
        if (bans == absent) {
            bans = null;
        }
    }

    /** Returns what is to become of what a peer, whose address is of whatever form, sends now. */
    Admission admit(Protocol protocol, InetSocketAddress peer) {
        Bans present = bans;
        return present == null ? Admission.ADMITTED : present.admit(protocol, peer);
    }

    /** Returns whether nobody has proven himself on a line, and it is not whitelisted. */
    boolean isUnproven(Protocol protocol, InetSocketAddress peer) {
        Bans present = bans;
        return present != null && !present.isTrustworthy(protocol, peer);
    }

    /** Counts an offence that was logged. */
    void report(Protocol protocol, InetSocketAddress peer, Offence offence) {
        Bans present = bans;
        if (present != null) {
            present.report(protocol, peer, offence, null);
        }
    }
}
