package org.hotcut.core.api.net;

import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/** Every open line, and the way out. Implemented by {@code net}. Safe for any thread; cheapest on a loop. Nothing here blocks. */
@ProviderType
public interface Flows {
    /**
     * Sends one message. The array belongs to {@code net} from now on and must not change.
     *
     * @return false when the line is gone (stream closed, listener shut) or its peer has not read for so long that a megabyte waits; true says
     *     only that the message was handed to the kernel or a queue before it. What fails later is told to {@link FlowListener}s
     */
    boolean send(Flow flow, byte[] message);

    /** Returns whether messages can be sent on it now; for UDP, whether its listener is open. */
    boolean isOpen(Flow flow);

    /** Returns the open stream flow of this id, or null. */
    Flow find(long id);

    /**
     * Returns the UDP flow to a peer from a listener, or null when there is no such listener open or the address family does not fit.
     *
     * @param endpoint the listener's name; null for the first one that fits (loopback peers: one that can reach them)
     */
    Flow udp(String endpoint, InetSocketAddress remote);

    /**
     * Returns an open stream flow to this peer or opens one (time limit five seconds; waiting ones share one attempt).
     *
     * @param protocol   {@code TCP} or {@code TLS}
     * @param remote     a resolved address
     * @param serverName the name a TLS peer must prove and SNI carries (RFC 5922 section 7, an address for an address); null for plain TCP
     * @param ownName    the name of ours that we speak for, so that TLS shows the certificate that has it, and a connection is used again only for who has the same
     *                   certificate; null, or one that no certificate of ours has, for the first
     * @return completes on one of the loops, for TLS when the peer's certificate is judged too; exceptionally with {@link java.io.IOException} whose message says why and
     *     whose cause is a {@link javax.net.ssl.SSLException} when TLS could not agree or the peer has not proven the name
     */
    CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName, String ownName);

    /** The same in nobody's name. */
    default CompletionStage<Flow> connect(Protocol protocol, InetSocketAddress remote, String serverName) {
        return connect(protocol, remote, serverName, null);
    }

    /**
     * Stops the reading of a stream flow, or lets it go on. Calls are counted: whoever stopped it lets it go once, and it is read again when everybody has. What
     * was read by then is still handed over. Nothing happens for UDP, or when the flow is gone.
     */
    void pause(long id, boolean stop);

    /** Closes a stream flow after what waits was written; nothing happens if it is gone. The reason goes to the log at INFO. */
    void close(long id, String reason);

    /**
     * Returns what the certificate of the flow's peer was found to prove; null when it presented none (always for UDP and plain TCP), or the flow is gone. Never
     * one that refuses. Costs a look-up in a map.
     */
    Verdict verdict(Flow flow);

    /** Returns the listeners that are open for SIP (and for the questions of authorities), one for each protocol of theirs. */
    List<Endpoint> endpoints();

    /**
     * Returns everything that is open, whatever is spoken there, one for each listener: its protocol is what the port has, UDP, TCP or TLS; and one more with DTLS where that
     * is spoken beside UDP.
     */
    default List<Endpoint> listening() {
        return endpoints();
    }

    /** Returns the open stream flows, a snapshot. */
    Collection<FlowInfo> list();
}
