package org.hotcut.core.api.net;

import java.nio.ByteBuffer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Where a message ends and whom it is for. Behaviour; bound by its service property {@code hotcut.name}, one or more protocol names in
 * lower case ({@code udp}; {@code tcp}, {@code tls}), or any name that a listener has under {@code protocols}. Called on the flow's loop; must not block and
 * keeps nothing between calls.
 *
 * <p>For ports that several transports share, two more properties, which {@code net} remembers while the transport is away: {@code hotcut.alpn}, its names by ALPN
 * ({@code sip/2}), and {@code hotcut.first}, a regular expression for what a client sends first, of which {@code net} has at most 64 bytes, as Latin-1
 * ({@code GET /}). The protocol of a flow is the one of that name, or what the listener speaks ({@code TLS}) when there is none.
 */
@ConsumerType
public interface Transport {
    /**
     * Finds the end of the first message of a stream. A pure function, so that any version may go on where another stopped. Not
     * called for datagrams.
     *
     * @param unread  bytes since the last message boundary, from position to limit; not to be changed, valid during the call
     * @param scanned how many of them an earlier call has seen without finding an end; 0 at first
     * @return length of the first message, keep-alive included (the bytes are then handed to {@link #receive}), or 0 while it is
     *     incomplete
     * @throws FramingException when no message can ever come of this; the bytes go to {@link #malformed}, then the connection is closed
     */
    int frame(ByteBuffer unread, int scanned) throws FramingException;

    /** Takes one message: a datagram or what {@link #frame} cut. The buffer is valid during the call. */
    void receive(Flow flow, ByteBuffer message);

    /** Takes what could not be framed, so that an error can be answered before the connection closes. The buffer is valid during the call. */
    void malformed(Flow flow, ByteBuffer unread, String reason);
}
