package org.hotcut.shell.check;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A connection, plain or TLS. */
final class StreamWire implements Wire {
    private static final int LONGEST = 65_535;

    private final Socket socket;
    private final InputStream in;
    private final String transport;

    private StreamWire(Socket socket, String transport) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.transport = transport;
    }

    static StreamWire tcp(InetSocketAddress to) throws IOException {
        return new StreamWire(connect(new Socket(), to), "TCP");
    }

    static StreamWire tls(InetSocketAddress to, SSLContext trust) throws IOException {
        if (trust == null) {
            throw new IOException("nobody says which authority to trust");
        }
        SSLSocket socket = (SSLSocket) connect(trust.getSocketFactory().createSocket(), to);
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.startHandshake();
            return new StreamWire(socket, "TLS");
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connect(Socket socket, InetSocketAddress to) throws IOException {
        try {
            socket.connect(to, PATIENCE_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void send(String message) throws IOException {
        socket.getOutputStream().write(message.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String receive(int millis) throws IOException {
        socket.setSoTimeout(Math.max(1, millis));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try {
            while (message.size() < LONGEST) {
                message.write(next());
                String text = message.toString(StandardCharsets.ISO_8859_1);
                if (text.isBlank()) {
                    message.reset(); // a keep-alive
                } else if (text.endsWith("\r\n\r\n")) {
                    message.write(in.readNBytes(SipText.parse(text).contentLength()));
                    return message.toString(StandardCharsets.UTF_8);
                }
            }
            throw new IOException("a message without an end");
        } catch (SocketTimeoutException e) {
            if (message.size() > 0) {
                throw e;
            }
            return null;
        }
    }

    private int next() throws IOException {
        int octet = in.read();
        if (octet < 0) {
            throw new EOFException("the server closed the connection");
        }
        return octet;
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
