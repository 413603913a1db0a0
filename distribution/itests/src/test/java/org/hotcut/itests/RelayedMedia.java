package org.hotcut.itests;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.hotcut.testkit.TurnClient;
import org.hotcut.turn.api.Relays;

/** Two allocations of one user, over UDP and over TLS, through which packets go to a peer on loopback and come back. */
final class RelayedMedia implements AutoCloseable {
    private static final int CHANNEL = 0x4000;
    private static final int LIFETIME = 600;

    private final Relays relays;
    private final DatagramSocket peer;
    private final List<TurnClient> clients;
    private final AtomicInteger serial = new AtomicInteger();

    /** Makes the allocations. */
    RelayedMedia(Relays relays, int turn, int turns, SSLContext trust, String user) throws IOException {
        this.relays = relays;
        InetAddress loopback = InetAddress.getLoopbackAddress();
        peer = new DatagramSocket(new InetSocketAddress(loopback, 0));
        Thread echo = new Thread(this::echo, "peer of relayed media");
        echo.setDaemon(true);
        echo.start();
        clients = List.of(TurnClient.udp(new InetSocketAddress(loopback, turn)), TurnClient.tls(new InetSocketAddress(loopback, turns), trust, null));
        for (TurnClient client : clients) {
            client.login(user, user).allocate();
            client.bind(CHANNEL, to());
        }
        exchange();
    }

    /** Sends a packet each, which must come back. */
    void exchange() throws IOException {
        for (TurnClient client : clients) {
            byte[] packet = ("packet " + serial.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
            client.send(CHANNEL, packet);
            TurnClient.Packet heard = client.receive();
            assertEquals("channel", CHANNEL, heard.channel());
            assertArrayEquals(packet, heard.data());
        }
    }

    /** Asks for everything once more: the nonce must still be good. */
    void refresh() throws IOException {
        for (TurnClient client : clients) {
            byte[] nonce = client.login().nonce();
            assertEquals("lifetime", LIFETIME, client.refresh(LIFETIME));
            client.bind(CHANNEL, to());
            assertArrayEquals("the nonce is still good", nonce, client.login().nonce());
        }
    }

    /** Returns what must not change. */
    List<String> held() {
        return relays.allocations().stream().map(one -> one.id() + " " + one.client() + ' ' + one.relayed() + ' ' + one.permissions() + ' ' + one.channels() + ' ' + one.since())
                .collect(Collectors.toList());
    }

    private InetSocketAddress to() {
        return (InetSocketAddress) peer.getLocalSocketAddress();
    }

    private void echo() {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            while (true) {
                packet.setLength(2000);
                peer.receive(packet);
                peer.send(packet);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    @Override
    public void close() throws IOException {
        for (TurnClient client : clients) {
            client.refresh(0);
            client.close();
        }
        peer.close();
    }
}
