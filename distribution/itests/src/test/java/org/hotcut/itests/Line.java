package org.hotcut.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** How a {@link Phone} reaches the server: one socket, whole messages, read by a thread of its own. */
interface Line extends AutoCloseable {
    /** Returns {@code UDP}, {@code TCP} or {@code TLS}. */
    String protocol();

    /** Returns our port. */
    int port();

    /** Sends a message. */
    void send(String message) throws IOException;

    /** Starts reading; the end of a connection is told as an empty message. */
    void read(Consumer<String> messages);

    @Override
    void close() throws IOException;

    /** Returns the same, which counts what comes of a method, also what comes again. */
    default Line counting(String method, AtomicInteger count) {
        Line line = this;
        return new Line() {
            @Override
            public String protocol() {
                return line.protocol();
            }

            @Override
            public int port() {
                return line.port();
            }

            @Override
            public void send(String message) throws IOException {
                line.send(message);
            }

            @Override
            public void read(Consumer<String> messages) {
                line.read(message -> {
                    if (message.startsWith(method + ' ')) {
                        count.incrementAndGet();
                    }
                    messages.accept(message);
                });
            }

            @Override
            public void close() throws IOException {
                line.close();
            }
        };
    }

    /** Opens a UDP line from loopback. */
    static Line udp(int serverPort) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        return new Line() {
            @Override
            public String protocol() {
                return "UDP";
            }

            @Override
            public int port() {
                return socket.getLocalPort();
            }

            @Override
            public void send(String message) throws IOException {
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(bytes, bytes.length, server));
            }

            @Override
            public void read(Consumer<String> messages) {
                start("udp phone", () -> {
                    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                    while (true) {
                        socket.receive(packet);
                        messages.accept(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
                    }
                });
            }

            @Override
            public void close() {
                socket.close();
            }
        };
    }

    /** Speaks over a connected socket. */
    static Line stream(String protocol, Socket socket) {
        return new Line() {
            @Override
            public String protocol() {
                return protocol;
            }

            @Override
            public int port() {
                return socket.getLocalPort();
            }

            @Override
            public synchronized void send(String message) throws IOException {
                socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }

            @Override
            public void read(Consumer<String> messages) {
                start(protocol + " phone", () -> {
                    InputStream in = socket.getInputStream();
                    for (String message = next(in); !message.isEmpty(); message = next(in)) {
                        messages.accept(message);
                    }
                    messages.accept("");
                });
            }

            @Override
            public void close() throws IOException {
                socket.close();
            }
        };
    }

    /** Something that may fail because its socket was closed. */
    interface Reading {
        void run() throws IOException;
    }

    private static void start(String name, Reading reading) {
        Thread thread = new Thread(() -> {
            try {
                reading.run();
            } catch (IOException e) {
                // closed by the test
                return;
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static String next(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            head.write(octet);
            if (head.size() == 2 && head.toString(StandardCharsets.UTF_8).equals("\r\n")) {
                head.reset();
            }
        }
        String text = head.toString(StandardCharsets.UTF_8);
        String length = Phone.header(text, "Content-Length");
        return text + new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
    }
}
