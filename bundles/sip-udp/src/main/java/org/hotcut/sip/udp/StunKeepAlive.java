package org.hotcut.sip.udp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;

/**
 * Answers the STUN Binding requests by which clients keep a NAT open and see their address change (RFC 5626 sections 4.4.2 and 8). The answer says nothing but what
 * it must, so it is at most 24 bytes longer than the request: whoever forges a source gains nothing by it.
 */
final class StunKeepAlive {
    private StunKeepAlive() { }

    /** Returns the answer, or null when there is none: it is no whole Binding request, or its FINGERPRINT is wrong. */
    static byte[] answer(ByteBuffer datagram, InetSocketAddress source) {
        StunMessage request = StunMessage.of(datagram);
        if (request == null || request.stunClass() != StunClass.REQUEST || request.method() != Stun.BINDING) {
            return null;
        }
        boolean fingerprint = request.hasFingerprint();
        if (fingerprint && !request.isFingerprintRight()) {
            return null;
        }
        int[] unknown = request.unknown(type -> false);
        StunWriter answer;
        if (unknown.length > 0) {
            answer = new StunWriter(StunClass.ERROR_RESPONSE, Stun.BINDING, request.transactionId()).errorCode(420, "").unknownAttributes(unknown);
        } else {
            answer = new StunWriter(StunClass.SUCCESS_RESPONSE, Stun.BINDING, request.transactionId()).xorAddress(Stun.XOR_MAPPED_ADDRESS, source);
        }
        return fingerprint ? answer.fingerprint().bytes() : answer.bytes();
    }
}
