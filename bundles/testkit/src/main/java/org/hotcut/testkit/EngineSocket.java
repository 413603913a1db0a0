package org.hotcut.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** A blocking client by any TLS engine: Java's sockets speak no version that Java has turned off. One thread may read while another writes. */
public final class EngineSocket extends Socket {
    private final Socket plain;
    private final SSLEngine engine;
    private final ByteBuffer received;
    private final ByteBuffer clear;
    private boolean up;

    private EngineSocket(Socket plain, SSLEngine engine) {
        this.plain = plain;
        this.engine = engine;
        received = ByteBuffer.allocate(2 * engine.getSession().getPacketBufferSize());
        clear = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize()).flip();
    }

    /**
     * Shakes hands, as the client.
     *
     * @throws IOException when that fails; then the socket is closed
     */
    public static EngineSocket over(Socket plain, SSLEngine engine) throws IOException {
        engine.setUseClientMode(true);
        EngineSocket socket = new EngineSocket(plain, engine);
        try {
            socket.shakeHands();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private void shakeHands() throws IOException {
        engine.beginHandshake();
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> plain.getOutputStream().write(flight());
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!decrypt()) {
                        throw new EOFException("closed during the handshake");
                    }
                }
                default -> {
                    up = true;
                    return;
                }
            }
        }
    }

    /** Returns all that is to be sent before something is to be read: in one piece, as most clients send it. */
    private byte[] flight() throws IOException {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        do {
            engine.wrap(ByteBuffer.allocate(0), out);
            records.write(out.array(), 0, out.position());
            out.clear();
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP);
        return records.toByteArray();
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private void encrypt(ByteBuffer bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        do {
            SSLEngineResult result = engine.wrap(bytes, out);
            plain.getOutputStream().write(out.array(), 0, out.position());
            out.clear();
            if (result.getStatus() == Status.CLOSED) {
                throw new SocketException("TLS is closed");
            }
        } while (bytes.hasRemaining());
    }

    /** Reads a record, or a part of one. Returns false at the end. */
    private boolean decrypt() throws IOException {
        clear.compact();
        received.flip();
        SSLEngineResult result;
        try {
            result = engine.unwrap(received, clear);
        } finally {
            received.compact();
            clear.flip();
        }
        if (result.getStatus() == Status.CLOSED) {
            return false;
        }
        // the last record of a handshake may end it and want more at once
        if (result.getStatus() != Status.BUFFER_UNDERFLOW || !up && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
            return true;
        }
        int count = plain.getInputStream().read(received.array(), received.position(), received.remaining());
        if (count > 0) {
            received.position(received.position() + count);
        }
        return count > 0;
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                return ready() ? clear.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                if (length > 0 && !ready()) {
                    return -1;
                }
                int count = Math.min(length, clear.remaining());
                clear.get(bytes, from, count);
                return count;
            }

            private boolean ready() throws IOException {
                while (!clear.hasRemaining()) {
                    if (!decrypt()) {
                        return false;
                    }
                    runTasks();
                }
                return true;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                encrypt(ByteBuffer.wrap(new byte[] {(byte) octet}));
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                encrypt(ByteBuffer.wrap(bytes, from, length));
            }
        };
    }

    @Override
    public int getLocalPort() {
        return plain.getLocalPort();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
