package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.List;

import org.hotcut.stun.Stun;
import org.hotcut.stun.StunWriter;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other servers were attacked by. Peers in other spellings (CVE-2020-26262, CVE-2026-73212) are the matter of {@code SpecialAddressesTest} and {@code MethodsTest}. */
class ReportedElsewhereTest {
    private static final int ACCESS_TOKEN = 0x001b;
    private static final int[] OF_TWO_BYTES = {0x7771, 0x7772, 0x7773};

    private final Edge edge = new Edge();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 17, 255, 3_000})
    void cve_2026_43994_anAccessTokenIsNeverDecoded(int length) {
        byte[] token = new byte[length];
        byte[] stranger = Edge.begin(Stun.ALLOCATE).attribute(ACCESS_TOKEN, token).bytes();
        assertEquals(401, Edge.message(edge.reply(stranger)).errorCode());
        byte[] unknown = edge.refused(420, Stun.ALLOCATE, request -> request.attribute(ACCESS_TOKEN, token)).bytes(Stun.UNKNOWN_ATTRIBUTES, 99);
        assertArrayEquals(new byte[] {0, ACCESS_TOKEN}, unknown);
    }

    @Test
    void cve_2020_4067_and_2026_104074_whatPadsAnAnswerIsZero() {
        edge.config.put("software", "odd");
        byte[] unknown = edge.signed(Stun.REFRESH, request -> {
            for (int type : OF_TWO_BYTES) {
                request.flag(type);
            }
        });
        byte[] broken = edge.signed(Stun.ALLOCATE, request -> request.attribute(Stun.LIFETIME, new byte[3]).uint8(Stun.REQUESTED_TRANSPORT, 17));
        byte[] wanted = edge.signed(Stun.ALLOCATE, request -> request.uint8(Stun.REQUESTED_TRANSPORT, 17).evenPort(true).attribute(Stun.MOBILITY_TICKET, new byte[0]));
        Decision.Apply applied = edge.apply(wanted);
        Outcome.Allocated allocated = new Outcome.Allocated(List.of(Edge.RELAYED), null, 0, 600, new byte[] {1, 1, 1, 1, 1, 1, 1, 1}, new byte[] {1, 1, 1, 1, 1});
        for (byte[] answer : List.of(edge.reply(Edge.begin(Stun.ALLOCATE).bytes()).message(), edge.reply(unknown).message(), edge.reply(broken).message(),
            edge.server().answer(edge.request(wanted), applied, allocated), edge.server().answer(edge.request(wanted), applied, new Outcome.Failed(486, "odd ones")))) {
            assertPaddedWithZero(ByteBuffer.wrap(answer));
        }
    }

    private static void assertPaddedWithZero(ByteBuffer message) {
        int at = 20;
        int padding = 0;
        while (at < message.limit()) {
            int end = at + 4 + (message.getShort(at + 2) & 0xffff);
            for (at = end; at % 4 != 0; at++) {
                assertEquals(0, message.get(at));
                padding++;
            }
        }
        assertEquals(message.limit(), at, "nothing behind the last attribute");
        assertEquals(true, padding > 0, "a test of messages without padding shows nothing");
    }

    @Test
    void cve_2020_6061_whatIsHttpIsNoRequest() {
        byte[] http = "GET /?".repeat(10).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertEquals(new Decision.Drop(), edge.decide(http));
        byte[] disguised = new StunWriter(org.hotcut.stun.StunClass.REQUEST, Stun.ALLOCATE, new byte[12]).attribute(Stun.DATA, http).bytes();
        assertEquals(401, Edge.message(edge.reply(disguised)).errorCode());
    }
}
