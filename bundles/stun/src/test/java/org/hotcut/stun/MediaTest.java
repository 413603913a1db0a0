package org.hotcut.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What relays read and write for every packet. */
class MediaTest {
    private static final byte[] ID = HexFormat.of().parseHex("a0a1a2a3a4a5a6a7a8a9aaab");
    private static final byte STALE = 0x5a;
    private final SendIndication send = new SendIndication();

    @Test
    void rfc7983_7_theFirstByteTellsWhatCame() {
        for (int i = 0; i < 256; i++) {
            assertEquals(i <= 3, FirstByte.isStun((byte) i), "byte " + i);
            assertEquals(i >= 20 && i <= 63, FirstByte.isDtls((byte) i), "byte " + i);
            assertEquals(i >= 64 && i <= 127, FirstByte.isChannelData((byte) i), "byte " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({"40000000,true", "4fff000401020304,true", "40000003010203,true", "4000000301020300,true", "40000004010203,false", "400000,false", "'',false", "3fff0000,false",
        "50000000,true", "7fff0000,true", "80000000,false", "4000ffff00,false"})
    void rfc8656_12_4_channelDataIsWholeOrIsNot(String hex, boolean whole) {
        assertEquals(whole, ChannelData.isWhole(buffer(hex)));
    }

    @Test
    void rfc8656_12_channelNumbersEndAt4fff() {
        assertTrue(ChannelData.isChannel(0x4000) && ChannelData.isChannel(0x4fff));
        assertFalse(ChannelData.isChannel(0x3fff) || ChannelData.isChannel(0x5000) || ChannelData.isChannel(ChannelData.HIGHEST_ONCE));
    }

    @Test
    void rfc8656_12_4_aChannelHeaderIsWrittenBeforeTheData() {
        ByteBuffer packet = stale(64, 20, 5);
        ChannelData.wrap(packet, 0x4001);
        assertEquals(16, packet.position());
        assertEquals(0x4001, ChannelData.number(packet, 16));
        assertEquals(5, ChannelData.length(packet, 16));
        ChannelData.pad(packet);
        assertEquals(buffer("400100050102030405000000"), packet);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 1200, DataIndication.LONGEST_DATA})
    void rfc8656_11_4_aDataIndicationIsWrittenRoundTheData(int length) {
        for (String host : new String[] {"192.0.2.1", "2001:db8::12:3"}) {
            InetSocketAddress peer = new InetSocketAddress(host, 40_000);
            ByteBuffer packet = stale(64 + length + 4, 64, length);
            byte[] data = new byte[length];
            packet.get(64, data);
            DataIndication.wrap(packet, peer.getAddress().getAddress(), peer.getPort(), 0xa0a1a2a3, 0xa4a5a6a7a8a9aaabL);
            byte[] expected = new StunWriter(StunClass.INDICATION, Stun.DATA_METHOD, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer).attribute(Stun.DATA, data).bytes();
            byte[] written = new byte[packet.remaining()];
            packet.get(packet.position(), written);
            assertArrayEquals(expected, written, host + ' ' + length);
            assertEquals(host.indexOf(':') < 0 ? 64 - DataIndication.BEFORE_4 : 64 - DataIndication.BEFORE_6, packet.position());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "255.255.255.255", "2001:db8::12:3", "::"})
    void rfc8656_11_2_aSendIndicationIsReadInPlace(String host) {
        InetSocketAddress peer = new InetSocketAddress(host, 40_000);
        ByteBuffer datagram = ByteBuffer.wrap(indication(peer).attribute(Stun.DATA, new byte[] {1, 2, 3, 4, 5}).bytes());
        assertTrue(SendIndication.is(datagram) && send.read(datagram));
        assertEquals(peer, send.peer());
        assertEquals(40_000, send.port());
        assertEquals(host.indexOf(':') >= 0, send.isIpv6());
        assertFalse(send.isDontFragment());
        send.narrow(datagram);
        assertEquals(buffer("0102030405"), datagram);
    }

    @Test
    void theHalvesOfAnAddressAreUnlikeThoseOfAnyOther() {
        send.read(ByteBuffer.wrap(indication(new InetSocketAddress("192.0.2.1", 1)).flag(Stun.DATA).bytes()));
        assertEquals(0, send.high());
        assertEquals(0xffff_c000_0201L, send.low());
        send.read(ByteBuffer.wrap(indication(new InetSocketAddress("::c000:201", 1)).flag(Stun.DATA).bytes()));
        assertEquals(0xc000_0201L, send.low());
        assertTrue(send.isIpv6());
    }

    @Test
    void anIpv4AddressInTheGuiseOfIpv6IsThatIpv4Address() {
        byte[] id = new byte[12];
        byte[] value = HexFormat.of().parseHex("00020000" + "2112a442" + "00000000" + "0000ffff" + "7f000001");
        byte[] bytes = new StunWriter(StunClass.INDICATION, Stun.SEND, id).attribute(Stun.XOR_PEER_ADDRESS, value).flag(Stun.DATA).bytes();
        assertTrue(send.read(ByteBuffer.wrap(bytes)));
        assertFalse(send.isIpv6());
        assertEquals("127.0.0.1", send.peer().getAddress().getHostAddress());
        assertEquals(send.peer(), StunMessage.of(bytes).xorAddress(Stun.XOR_PEER_ADDRESS));
    }

    @Test
    void rfc8656_11_2_whatASendIndicationMayHave() {
        InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 9);
        assertTrue(send.read(ByteBuffer.wrap(indication(peer).flag(Stun.DATA).flag(Stun.DONT_FRAGMENT).text(Stun.SOFTWARE, "x").fingerprint().bytes())));
        assertTrue(send.isDontFragment());
        assertEquals(0, send.dataLength());
        byte[] signed = indication(peer).flag(Stun.DATA).text(Stun.USERNAME, "alice").messageIntegrity(ID).attribute(0x7001, new byte[3]).flag(Stun.DONT_FRAGMENT).bytes();
        assertTrue(send.read(ByteBuffer.wrap(signed)));
        assertFalse(send.isDontFragment(), "not covered, not seen");
    }

    @Test
    void rfc8489_14_ofTwoAttributesOfASendIndicationTheFirstCounts() {
        InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 9);
        StunWriter twice = indication(peer).attribute(Stun.DATA, new byte[5]).xorAddress(Stun.XOR_PEER_ADDRESS, new InetSocketAddress("192.0.2.2", 10)).attribute(Stun.DATA, new byte[6]);
        assertTrue(send.read(ByteBuffer.wrap(twice.bytes())));
        assertEquals(peer, send.peer());
        assertEquals(5, send.dataLength());
    }

    @Test
    void rfc8656_11_2_aSendIndicationThatLacksSomethingIsDropped() {
        InetSocketAddress peer = new InetSocketAddress("192.0.2.1", 9);
        assertFalse(read(indication(peer)), "no data");
        assertFalse(read(new StunWriter(StunClass.INDICATION, Stun.SEND, ID).attribute(Stun.DATA, new byte[4])), "no peer");
        assertFalse(read(indication(peer).flag(Stun.DATA).attribute(0x7001, new byte[0])), "something unknown");
        assertFalse(read(new StunWriter(StunClass.REQUEST, Stun.SEND, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer).flag(Stun.DATA)), "a request");
        assertFalse(read(new StunWriter(StunClass.INDICATION, Stun.DATA_METHOD, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer).flag(Stun.DATA)), "Data");
        for (String value : new String[] {"", "0001", "00010000c00002", "0001000001020304ff", "0002000001020304", "0003000001020304", "000100000102030405060708090a0b0c0d0e0f10"}) {
            assertFalse(read(new StunWriter(StunClass.INDICATION, Stun.SEND, ID).attribute(Stun.XOR_PEER_ADDRESS, HexFormat.of().parseHex(value)).flag(Stun.DATA)), value);
        }
    }

    @ParameterizedTest
    @CsvSource({"'',0", "00,0", "0001,0", "000100,0", "00010000,0", "000100002112a4,0", "000100002112a442,0", "000100002112a4420000000000000000000000,0",
        "000100002112a442000000000000000000000000,20", "000100002112a442000000000000000000000000ff,20", "000100012112a442,-1", "000100002112a443,-1", "40,0", "4000,0", "40000000,4",
        "4000000101,0", "400000010100000040,8", "4000000401020304,8", "50,0", "7fff0000,4", "80,-1", "10,-1", "16030100,-1", "ff,-1"})
    void rfc8656_3_1_aMessageOnAStreamEndsWhereItsStartSays(String hex, int length) {
        ByteBuffer stream = buffer(hex);
        ByteBuffer later = ByteBuffer.allocateDirect(3 + stream.remaining()).position(3).put(stream.duplicate()).position(3);
        assertEquals(length, StreamFrame.length(stream));
        assertEquals(StreamFrame.length(stream), StreamFrame.length(later));
        assertEquals(3, later.position());
    }

    @Test
    void aMessageIsAnnouncedByItsHeader() {
        assertEquals(20 + 65_532, StreamFrame.announced(buffer("0001fffc2112a442")));
        assertEquals(4 + 65_536, StreamFrame.announced(buffer("4000ffff")));
        assertEquals(StreamFrame.INCOMPLETE, StreamFrame.length(buffer("4000ffff")));
    }

    private boolean read(StunWriter writer) {
        return send.read(ByteBuffer.wrap(writer.bytes()));
    }

    private static StunWriter indication(InetSocketAddress peer) {
        return new StunWriter(StunClass.INDICATION, Stun.SEND, ID).xorAddress(Stun.XOR_PEER_ADDRESS, peer);
    }

    /** A direct buffer full of what was there before, with data in the middle. */
    private static ByteBuffer stale(int capacity, int at, int length) {
        byte[] bytes = new byte[capacity];
        Arrays.fill(bytes, STALE);
        for (int i = 0; i < length; i++) {
            bytes[at + i] = (byte) (i + 1);
        }
        return ByteBuffer.allocateDirect(capacity).put(bytes).position(at).limit(at + length);
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }
}
