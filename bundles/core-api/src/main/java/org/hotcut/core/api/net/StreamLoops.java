package org.hotcut.core.api.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Connections whose bytes are passed on rather than understood (RFC 6062). Implemented by {@code net}, on the loops of {@link PacketLoops}. For state bundles only. Safe for
 * any thread; blocks for the kernel only.
 */
@ProviderType
public interface StreamLoops {
    /**
     * Takes connections.
     *
     * @param loop     one of {@link PacketLoops#packetLoops}
     * @param local    address and port to bind
     * @param accepted gets each, on the loop; nothing is read of it, and who does not want it closes it
     * @throws IOException in the kernel's words
     */
    StreamDoor listen(int loop, InetSocketAddress local, Consumer<RelayStream> accepted) throws IOException;

    /**
     * Opens a connection that comes from the address and port of a door.
     *
     * @param millis how long that may take
     * @return completes on the loop of the door; exceptionally with an {@link IOException} whose message says why
     */
    CompletionStage<RelayStream> connect(StreamDoor from, InetSocketAddress remote, int millis);

    /**
     * Joins a client's connection with one of these, for as long as both live: what comes by one leaves by the other, and neither is read faster than the other reads. When
     * either is closed, so is the other, after what it was sent was written. What comes by the connection is not handed to its transport any more, but it can still be
     * sent messages: {@link RelayStream#start} after the last.
     *
     * @param flow   id of the client's
     * @param budget what both directions are held to: over it nothing is lost, but it is read later; kept as long as they are joined
     * @return completes on a loop, with whether they are joined; false when either is gone, or joined already
     */
    CompletionStage<Boolean> join(long flow, RelayStream stream, StreamBudget budget);
}
