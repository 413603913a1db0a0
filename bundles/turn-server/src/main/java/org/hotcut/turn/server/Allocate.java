package org.hotcut.turn.server;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Family;
import org.hotcut.turn.api.Outcome;

/** Allocate (RFC 8656 section 7.2, RFC 6062 section 5.1): the checks in their order. What is left is a matter of ports and quotas, which {@code turn-relay} knows. */
final class Allocate implements Method {
    private static final int UDP = 17;
    private static final int RESERVE_NEXT = 0x80;
    private static final int TOKEN_LENGTH = 8;

    private final Lifetime lifetime;
    private final Alternates alternates;

    Allocate(Lifetime lifetime, Alternates alternates) {
        this.lifetime = lifetime;
        this.alternates = alternates;
    }

    @Override
    public Action action(Request request) throws Refusal {
        StunMessage message = request.message();
        // the same request again: what it made is found by its transaction id
        if (request.holding() != null && !Arrays.equals(request.holding().allocateTransaction(), message.transactionId())) {
            throw new Refusal(StunError.ALLOCATION_MISMATCH);
        }
        boolean isTcp = isTcp(request);
        byte[] reservation = reservation(message);
        List<Family> families = families(request);
        boolean evenPort = message.has(Stun.EVEN_PORT);
        Request.require(!evenPort || message.uint8(Stun.EVEN_PORT) >= 0);
        boolean reserveNext = evenPort && (message.uint8(Stun.EVEN_PORT) & RESERVE_NEXT) != 0;
        Request.require(!reserveNext || families.size() == 1);
        Request.require(!isTcp || !evenPort && reservation == null && !message.has(Stun.DONT_FRAGMENT));
        boolean isMobile = message.has(Stun.MOBILITY_TICKET);
        // here it is the wish for one (RFC 8016 section 3.1)
        Request.require(!isMobile || message.attribute(Stun.MOBILITY_TICKET).remaining() == 0);
        Action.Allocate wanted = new Action.Allocate(isTcp, families, evenPort, reserveNext, reservation, lifetime.allocated(request), isMobile);
        if (request.holding() == null) {
            alternates.redirect(request);
        }
        return wanted;
    }

    private static boolean isTcp(Request request) throws Refusal {
        int protocol = request.message().uint8(Stun.REQUESTED_TRANSPORT);
        Request.require(protocol >= 0);
        if (protocol != UDP && protocol != Request.TCP) {
            throw new Refusal(StunError.UNSUPPORTED_TRANSPORT_PROTOCOL);
        }
        // its data travels over connections of the client (RFC 6062 section 5.1)
        Request.require(protocol == UDP || request.client().protocol().isStream());
        return protocol == Request.TCP;
    }

    private static byte[] reservation(StunMessage message) throws Refusal {
        if (!message.has(Stun.RESERVATION_TOKEN)) {
            return null;
        }
        byte[] token = message.bytes(Stun.RESERVATION_TOKEN, TOKEN_LENGTH);
        Request.require(token != null && token.length == TOKEN_LENGTH);
        Request.require(!message.has(Stun.EVEN_PORT) && !message.has(Stun.REQUESTED_ADDRESS_FAMILY) && !message.has(Stun.ADDITIONAL_ADDRESS_FAMILY));
        return token;
    }

    private static List<Family> families(Request request) throws Refusal {
        Request.require(!request.message().has(Stun.REQUESTED_ADDRESS_FAMILY) || !request.message().has(Stun.ADDITIONAL_ADDRESS_FAMILY));
        Family requested = request.family(Stun.REQUESTED_ADDRESS_FAMILY);
        boolean both = request.message().has(Stun.ADDITIONAL_ADDRESS_FAMILY);
        // the only value there is (section 18.11)
        Request.require(!both || request.message().uint8(Stun.ADDITIONAL_ADDRESS_FAMILY) == Family.IPV6.number());
        return both ? List.of(Family.IPV4, Family.IPV6) : List.of(requested == null ? Family.IPV4 : requested);
    }

    @Override
    public void answer(Request request, Outcome outcome, StunWriter response) {
        Outcome.Allocated allocated = (Outcome.Allocated) outcome;
        for (InetSocketAddress relayed : allocated.relayed()) {
            response.xorAddress(Stun.XOR_RELAYED_ADDRESS, relayed);
        }
        response.uint32(Stun.LIFETIME, allocated.lifetime()).xorAddress(Stun.XOR_MAPPED_ADDRESS, request.client().address());
        if (allocated.lacking() != null) {
            response.addressErrorCode(allocated.lacking().number(), allocated.lackingCode(), StunError.reason(allocated.lackingCode()));
        }
        if (allocated.reservation() != null) {
            response.attribute(Stun.RESERVATION_TOKEN, allocated.reservation());
        }
        if (allocated.ticket() != null) {
            response.attribute(Stun.MOBILITY_TICKET, allocated.ticket());
        }
    }
}
