package org.hotcut.net;

import java.io.IOException;
import java.net.InetAddress;
import java.util.function.Consumer;

import org.bouncycastle.tls.DTLSRequest;

/** The handshake of one session. */
final class DtlsOpening implements DtlsPlaces.Shaking {
    private final InetAddress source;
    private final DtlsSession session;
    private final DTLSRequest request;
    private final Dtls dtls;
    private final Consumer<Throwable> ended;

    /**
     * Prepares it.
     *
     * @param ended told once, with null when it went well; in any thread
     */
    DtlsOpening(InetAddress source, DtlsSession session, DTLSRequest request, Dtls dtls, Consumer<Throwable> ended) {
        this.source = source;
        this.session = session;
        this.request = request;
        this.dtls = dtls;
        this.ended = ended;
    }

    @Override
    public InetAddress source() {
        return source;
    }

    @Override
    public void run() {
        Throwable fault = null;
        try {
            session.shakeHands(dtls.server(), request);
        } catch (IOException | RuntimeException | Error e) { // whatever it is, the session must not stay counted
            fault = e;
        }
        ended.accept(fault);
    }

    @Override
    public void leave() {
        session.breakOff("it took long, and others waited for its place");
    }

    @Override
    public void giveUp() {
        String reason = "all places were taken for too long";
        session.breakOff(reason);
        ended.accept(new IOException(reason));
    }
}
