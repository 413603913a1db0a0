package org.hotcut.turn.server;

import java.util.function.IntPredicate;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunMessage;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.TurnRequest;

/**
 * A request, with its message read.
 *
 * @param turn    as it was asked
 * @param message in it
 */
record Request(TurnRequest turn, StunMessage message) {
    /** In REQUESTED-TRANSPORT. */
    static final int TCP = 6;
    // DONT-FRAGMENT is not among them: Java 17 cannot set the bit (RFC 8656 section 7.2)
    private static final IntPredicate KNOWN = type -> switch (type) {
        case Stun.MAPPED_ADDRESS, Stun.USERNAME, Stun.MESSAGE_INTEGRITY, Stun.ERROR_CODE, Stun.UNKNOWN_ATTRIBUTES, Stun.CHANNEL_NUMBER, Stun.LIFETIME, Stun.XOR_PEER_ADDRESS,
            Stun.DATA, Stun.REALM, Stun.NONCE, Stun.XOR_RELAYED_ADDRESS, Stun.REQUESTED_ADDRESS_FAMILY, Stun.EVEN_PORT, Stun.REQUESTED_TRANSPORT,
            Stun.MESSAGE_INTEGRITY_SHA256, Stun.PASSWORD_ALGORITHM, Stun.USERHASH, Stun.XOR_MAPPED_ADDRESS, Stun.RESERVATION_TOKEN, Stun.CONNECTION_ID -> true;
        default -> false;
    };

    /** Returns the request that this is; null when it is none, is broken, or its FINGERPRINT is wrong: no answer then (RFC 8489 section 6.3). */
    static Request of(TurnRequest turn) {
        StunMessage message = StunMessage.of(turn.message());
        boolean isRequest = message != null && message.stunClass() == StunClass.REQUEST && (!message.hasFingerprint() || message.isFingerprintRight());
        return isRequest ? new Request(turn, message) : null;
    }

    Client client() {
        return turn.client();
    }

    /** Returns what the client has, or null. */
    Holding holding() {
        return turn.allocation();
    }

    /** Refuses attributes that must be understood and are not (RFC 8489 section 6.3.1). */
    void requireKnown() throws Refusal {
        int[] unknown = message.unknown(type -> KNOWN.test(type) || type == Stun.DONT_FRAGMENT && isForTcp());
        if (unknown.length > 0) {
            throw new Refusal(StunError.UNKNOWN_ATTRIBUTE, writer -> writer.unknownAttributes(unknown));
        }
    }

    /** Returns whether connections with peers are asked for: there DONT-FRAGMENT has no sense, and is refused for that (RFC 6062 section 5.1). */
    private boolean isForTcp() {
        return message.method() == Stun.ALLOCATE && message.uint8(Stun.REQUESTED_TRANSPORT) == TCP;
    }

    /** Returns what the client has; without it there is nothing to be done (RFC 8656 section 5). */
    Holding requireHolding() throws Refusal {
        if (holding() == null) {
            throw new Refusal(StunError.ALLOCATION_MISMATCH);
        }
        return holding();
    }

    /** Returns a family of relayed addresses; null when the attribute is not there. */
    Family family(int type) throws Refusal {
        if (!message.has(type)) {
            return null;
        }
        int number = message.uint8(type);
        require(number >= 0);
        Family family = Family.of(number);
        if (family == null) {
            throw new Refusal(StunError.ADDRESS_FAMILY_NOT_SUPPORTED);
        }
        return family;
    }

    /** Refuses with 400 what is not so. */
    static void require(boolean isSo) throws Refusal {
        if (!isSo) {
            throw new Refusal(StunError.BAD_REQUEST);
        }
    }
}
