package org.hotcut.net;

import org.hotcut.core.api.ban.Admission;
import org.hotcut.core.api.ban.Offence;

/** Whoever is at the other end of one connection, as the {@link Gate} sees him. Whom we called ourselves is not judged. On the connection's loop only. */
final class Guest {
    private final Gate gate;
    private final Origin origin;
    private boolean proven;

    Guest(Gate gate, Origin origin) {
        this.gate = gate;
        this.origin = origin;
    }

    Admission admission() {
        return origin.outgoing() ? Admission.ADMITTED : gate.admit(origin.protocol(), origin.remote());
    }

    /** Tells the gate why the connection is given up, if that is an offence. */
    void offended(Drops.Reason reason) {
        Offence offence = switch (reason) {
            case MALFORMED, MESSAGE_TOO_LONG, SILENT, INCOMPLETE -> Offence.GARBAGE;
            case TLS_FAILED, CERTIFICATE_REFUSED -> Offence.HANDSHAKE;
            default -> null;
        };
        if (offence != null && !origin.outgoing()) {
            gate.report(origin.protocol(), origin.remote(), offence);
        }
    }

    /** His certificate says who he is: he may stay. What he is spared beyond that, his requests decide. */
    void identified() {
        proven = true;
    }

    /** Returns whether he is here for longer than somebody may who has not proven who he is. */
    boolean overstays(long millis, Limits limits) {
        if (proven || origin.outgoing() || limits.unprovenMillis() == 0) {
            return false;
        }
        proven = !gate.isUnproven(origin.protocol(), origin.remote());
        return !proven && millis > limits.unprovenMillis();
    }
}
