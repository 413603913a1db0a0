package org.hotcut.shell.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.core.api.net.Endpoint;
import org.hotcut.core.api.net.Protocol;

/** A server on a UDP socket that challenges whom it does not know and sends every call back to where it came from. */
final class LoopbackEdge implements AutoCloseable {
    private static final String CHALLENGE = "-Authenticate: Digest realm=\"example.org\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256";

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final String password;
    private final String swallowed;
    private final Thread thread = new Thread(this::serve, "loopback-edge");

    /**
     * Starts.
     *
     * @param password  of everybody
     * @param swallowed a method that is not forwarded, "" for none
     */
    LoopbackEdge(String password, String swallowed) throws IOException {
        this.password = password;
        this.swallowed = swallowed;
        thread.start();
    }

    Endpoint endpoint() {
        return new Endpoint("udp", Protocol.UDP, (InetSocketAddress) socket.getLocalSocketAddress(), null, socket.getLocalPort());
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                take(new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8), packet.getSocketAddress());
            }
        } catch (SocketException e) {
            // closed by the test
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(String text, SocketAddress from) throws IOException {
        SipText message = SipText.parse(text);
        if (message.isResponse()) {
            send(text.replaceFirst("Via: [^\r]*edge[^\r]*\r\n", ""), from);
            return;
        }
        boolean outside = !message.header("To").contains("tag=") && !message.method().equals("ACK");
        if (message.method().equals("OPTIONS")) {
            answer(message, "200 OK", "", from);
        } else if (outside && !isProven(message)) {
            boolean register = message.method().equals("REGISTER");
            answer(message, register ? "401 Unauthorized" : "407 Proxy Authentication Required", (register ? "WWW" : "Proxy") + CHALLENGE, from);
        } else if (message.method().equals("REGISTER")) {
            answer(message, "200 OK", "", from);
        } else if (!message.method().equals(swallowed) && !(message.method().equals("ACK") && message.header("Route").isEmpty())) {
            int end = text.indexOf("\r\n") + 2;
            send(text.substring(0, end) + "Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKedge\r\nRecord-Route: <sip:edge;lr>\r\n" + text.substring(end), from);
        }
    }

    private boolean isProven(SipText request) {
        boolean register = request.method().equals("REGISTER");
        String given = request.header(register ? "Authorization" : "Proxy-Authorization");
        String uri = request.startLine().split(" ")[1];
        String challenge = "Digest" + CHALLENGE.substring(CHALLENGE.indexOf(" realm"));
        return given.equals(DigestAnswer.to(List.of(challenge), "alice", password.toCharArray(), request.method(), uri));
    }

    private void answer(SipText request, String status, String header, SocketAddress to) throws IOException {
        send(Phone.text("SIP/2.0 " + status, "Via: " + request.header("Via"), "From: " + request.header("From"), "To: " + request.header("To") + ";tag=edge",
            "Call-ID: " + request.header("Call-ID"), "CSeq: " + request.header("CSeq"), header), to);
    }

    private void send(String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    @Override
    public void close() throws InterruptedException {
        socket.close();
        thread.join();
    }
}
