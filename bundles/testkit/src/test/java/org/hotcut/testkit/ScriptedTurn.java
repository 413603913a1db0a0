package org.hotcut.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.hotcut.stun.StreamFrame;

/** Answers every message with what the script says, on a thread of its own. */
final class ScriptedTurn implements AutoCloseable {
    private final AutoCloseable socket;
    private final InetSocketAddress address;

    private ScriptedTurn(AutoCloseable socket, int port, Runnable loop) {
        this.socket = socket;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Thread thread = new Thread(loop, "scripted TURN server");
        thread.setDaemon(true);
        thread.start();
    }

    static ScriptedTurn udp(Function<byte[], List<byte[]>> script) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new ScriptedTurn(socket, socket.getLocalPort(), () -> datagrams(socket, script));
    }

    /** Takes one connection. */
    static ScriptedTurn stream(ServerSocket server, Function<byte[], List<byte[]>> script) {
        return new ScriptedTurn(server, server.getLocalPort(), () -> stream1(server, script));
    }

    private static void datagrams(DatagramSocket socket, Function<byte[], List<byte[]>> script) {
        byte[] buffer = new byte[65_536];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                for (byte[] answer : script.apply(Arrays.copyOf(buffer, packet.getLength()))) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (SocketException e) {
            return; // closed
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void stream1(ServerSocket server, Function<byte[], List<byte[]>> script) {
        try (Socket socket = server.accept()) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            byte[] start = new byte[8];
            while (true) {
                in.readFully(start);
                byte[] message = Arrays.copyOf(start, StreamFrame.announced(ByteBuffer.wrap(start)));
                in.readFully(message, start.length, message.length - start.length);
                for (byte[] answer : script.apply(message)) {
                    for (byte one : answer) {
                        out.write(one); // a message must not need to come in one piece
                    }
                }
            }
        } catch (IOException e) {
            return; // closed on either side
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() throws Exception {
        socket.close();
    }
}
