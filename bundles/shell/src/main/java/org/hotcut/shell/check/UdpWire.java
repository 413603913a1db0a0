package org.hotcut.shell.check;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Datagrams. */
final class UdpWire implements Wire {
    private final DatagramSocket socket;
    private final byte[] buffer = new byte[65_535];

    UdpWire(InetSocketAddress to) throws IOException {
        socket = new DatagramSocket();
        try {
            socket.connect(to);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length));
    }

    @Override
    public String receive(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.receive(packet);
            return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public String transport() {
        return "UDP";
    }

    @Override
    public void close() {
        socket.close();
    }
}
