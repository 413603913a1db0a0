package org.hotcut.itests;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import javax.inject.Inject;
import org.hotcut.core.api.ban.Ban;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.testkit.ChangedJar;
import org.hotcut.testkit.DigestClient;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Strangers who send garbage or guess passwords, from loopback addresses that the whitelist leaves out: each is slowed, then banned, and somebody well-behaved at
 * another address notices nothing.
 */
public class BansIT extends HotcutContainer {
    private static final Duration SOON = Duration.ofSeconds(120);
    private static final long WITNESS_PATIENCE_MILLIS = 15_000;
    private static final int ANSWER_MILLIS = 400;
    private static final int LOST_MILLIS = 60_000;
    private static final int MOST_TRIES = 300;

    @Inject
    private ConfigurationAdmin configurations;

    private Edge edge;
    private Configuration configuration;
    private Dictionary<String, Object> before;
    private Witness witness;

    @Before
    public void onlyTheWitnessIsWhitelisted() throws Exception {
        edge = new Edge(context);
        edge.haveUsers();
        configuration = configurations.getConfiguration("org.hotcut.core.state.bans", "?");
        before = configuration.getProperties();
        Dictionary<String, Object> narrow = before == null ? new Hashtable<>() : configuration.getProperties();
        narrow.put("whitelist", "127.0.0.1");
        configuration.update(narrow);
        InetSocketAddress judged = new InetSocketAddress("127.0.0.5", 5060);
        await("the whitelist").atMost(SOON).until(() -> !edge.service(Bans.class).isTrustworthy(Protocol.UDP, judged));
        witness = new Witness("dave", edge.tls());
    }

    @After
    public void nobodyElseNoticed() throws Exception {
        try {
            assertNull("the witness", witness.complaint(WITNESS_PATIENCE_MILLIS));
        } finally {
            witness.close();
            configuration.update(before == null ? new Hashtable<>() : before);
            for (Ban ban : edge.service(Bans.class).list()) {
                edge.service(Bans.class).unban(ban.source());
            }
        }
    }

    @Test
    public void whoGuessesPasswordsIsSlowedThenBannedAndStaysSoWhenIdentityIsSwapped() throws Exception {
        try (Guesser guesser = new Guesser("127.0.0.66")) {
            while (ban("127.0.0.66") == null) {
                guesser.guess();
            }
            assertFalse("he was not slowed first", ban("127.0.0.66").banned());
            assertTrue(ban("127.0.0.66").datagramOnly());
            for (int i = 0; i < 5; i++) {
                guesser.guess();
            }
            guesser.assertSlowed();
            for (int i = 0; i < MOST_TRIES && !isBanned("127.0.0.66"); i++) {
                guesser.guess();
            }
            assertFalse("he is answered", guesser.guess());
            swap("org.hotcut.identity");
            assertFalse("he is answered after the swap", guesser.guess());
            assertTrue("a connection from there is not his fault", answersOptions("127.0.0.66"));
            edge.service(Bans.class).unban(InetAddress.getByName("127.0.0.66"));
            await("he is answered once he was pardoned").atMost(SOON).until(guesser::guess);
        }
    }

    @Test
    public void whoSendsGarbageIsBannedAndHisConnectionsAreClosed() throws Exception {
        try (Socket idle = open("127.0.0.67")) {
            for (int i = 0; i < MOST_TRIES && !isBanned("127.0.0.67"); i++) {
                try (Socket garbage = open("127.0.0.67")) {
                    garbage.getOutputStream().write("\nrubbish".getBytes(StandardCharsets.US_ASCII));
                    awaitEnd(garbage);
                }
            }
            assertTrue(isBanned("127.0.0.67"));
            assertFalse(ban("127.0.0.67").datagramOnly());
            awaitEnd(idle);
        }
        assertFalse("he is answered", answersOptions("127.0.0.67"));
        assertTrue("somebody else is not", answersOptions("127.0.0.68"));
    }

    @Test
    public void whoIsBannedByHandIsShutOutAtOnce() throws Exception {
        try (Socket idle = open("127.0.0.69")) {
            assertTrue(answersOptions("127.0.0.69"));
            edge.service(Bans.class).ban(InetAddress.getByName("127.0.0.69"), Duration.ofMinutes(1), "a test");
            awaitEnd(idle);
            assertFalse(answersOptions("127.0.0.69"));
            assertEquals("a test", ban("127.0.0.69").reason());
        }
    }

    @Test
    public void whoForgesATrustedTrunkDoesNotShutItOut() throws Exception {
        Configuration identity = configurations.getConfiguration("org.hotcut.identity", "?");
        Dictionary<String, Object> trustsNobody = identity.getProperties();
        try (Guesser trunk = new Guesser("127.0.0.70"); Guesser neighbour = new Guesser("127.0.0.70")) {
            Dictionary<String, Object> trustsTheTrunk = trustsNobody == null ? new Hashtable<>() : identity.getProperties();
            trustsTheTrunk.put("trusted", "127.0.0.70 " + trunk.address().getPort() + " udp");
            identity.update(trustsTheTrunk);
            await("the trust").atMost(SOON).until(() -> edge.service(Bans.class).isTrustworthy(Protocol.UDP, trunk.address()));
            for (int i = 0; i < MOST_TRIES; i++) {
                trunk.send("rubbish".getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = 0; i < MOST_TRIES && !isBanned("127.0.0.70"); i++) {
                neighbour.guess();
            }
            assertTrue(isBanned("127.0.0.70"));
            assertFalse("the other port of that address is answered", neighbour.guess());
            await("the trunk is answered").atMost(SOON).until(trunk::isAnswered);
            swap("org.hotcut.identity");
            await("the trunk is answered after the swap").atMost(SOON).until(trunk::isAnswered);
            assertFalse("the other port is answered after the swap", neighbour.guess());
        } finally {
            identity.update(trustsNobody == null ? new Hashtable<>() : trustsNobody);
        }
    }

    private Ban ban(String address) throws IOException {
        InetAddress source = InetAddress.getByName(address);
        return edge.service(Bans.class).list().stream().filter(ban -> ban.source().equals(source)).findFirst().orElse(null);
    }

    private boolean isBanned(String address) throws IOException {
        Ban ban = ban(address);
        return ban != null && ban.banned();
    }

    private void swap(String name) throws IOException, BundleException {
        Bundle bundle = Arrays.stream(context.getBundles()).filter(one -> one.getSymbolicName().equals(name)).findFirst().orElseThrow();
        byte[] original;
        try (InputStream in = new URL(bundle.getLocation()).openStream()) {
            original = in.readAllBytes();
        }
        Path from = Files.write(Files.createTempFile("bundle", ".jar"), original);
        Path to = Files.createTempFile("changed", ".jar");
        try (InputStream changed = Files.newInputStream(ChangedJar.of(from, "0.1.0.bans", to))) {
            bundle.update(changed);
            assertTrue(bundle.getVersion().toString().endsWith(".bans"));
        } finally {
            Files.delete(from);
            Files.delete(to);
        }
        bundle.update(new ByteArrayInputStream(original));
    }

    private static Socket open(String source) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Edge.port("tcp"), InetAddress.getByName(source), 0);
        socket.setSoTimeout(LOST_MILLIS);
        return socket;
    }

    private static void awaitEnd(Socket socket) {
        try {
            while (socket.getInputStream().read() >= 0) {
                continue;
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection is still open", e);
        } catch (IOException e) {
            return;
        }
    }

    private static boolean answersOptions(String source) {
        try (Socket socket = open(source)) {
            socket.getOutputStream().write(("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP " + source + ":9;branch=z9hG4bK" + System.nanoTime()
                    + "\r\nMax-Forwards: 70\r\nFrom: <sip:stranger@example.net>;tag=s\r\nTo: <sip:127.0.0.1>\r\nCall-ID: " + System.nanoTime()
                    + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    /** Tries one password of alice's after the other. */
    private static final class Guesser implements AutoCloseable {
        private final DatagramSocket socket;
        private final DigestClient client = new DigestClient("alice", "guess");
        private String challenge;
        private int serial;

        Guesser(String source) throws IOException {
            socket = new DatagramSocket(0, InetAddress.getByName(source));
            socket.setSoTimeout(ANSWER_MILLIS);
        }

        /** Sends many at once, of which five a second may be answered. */
        void assertSlowed() throws IOException {
            long start = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                send("");
            }
            int answers = 0;
            while (receive(serial - 49) != null) {
                answers++;
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertTrue(answers + " answers in " + seconds + " s", answers <= 5 * (seconds + 2));
        }

        /** Returns whether there was an answer; one that is slow counts as none. */
        boolean guess() throws IOException {
            send(challenge == null ? "" : "Authorization: " + client.answer(challenge, "REGISTER", "sip:example.org") + "\r\n");
            String answer = receive(serial);
            if (answer == null) {
                return false;
            }
            assertTrue(answer, answer.startsWith("SIP/2.0 401"));
            challenge = Phone.header(answer, "WWW-Authenticate").substring("Digest ".length());
            return true;
        }

        InetSocketAddress address() {
            return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
        }

        /** Asks once more; what comes late of earlier answers does not count. */
        boolean isAnswered() throws IOException {
            send("");
            return receive(serial) != null;
        }

        private void send(String proof) throws IOException {
            String address = socket.getLocalAddress().getHostAddress() + ':' + socket.getLocalPort();
            send(("REGISTER sip:example.org SIP/2.0\r\nVia: SIP/2.0/UDP " + address + ";branch=z9hG4bKguess" + ++serial
                    + "\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.org>;tag=g\r\nTo: <sip:alice@example.org>\r\nCall-ID: guess\r\nCSeq: " + serial
                    + " REGISTER\r\n" + proof + "Content-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }

        void send(byte[] request) throws IOException {
            socket.send(new DatagramPacket(request, request.length, new InetSocketAddress(InetAddress.getLoopbackAddress(), Edge.port("udp"))));
        }

        /** Returns an answer to a request of this number or a later one, or null. */
        private String receive(int first) throws IOException {
            DatagramPacket answer = new DatagramPacket(new byte[4_096], 4_096);
            try {
                while (true) {
                    socket.receive(answer);
                    String text = new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
                    if (Integer.parseInt(Phone.header(text, "CSeq").split(" ")[0]) >= first) {
                        return text;
                    }
                }
            } catch (SocketTimeoutException e) {
                return null;
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
