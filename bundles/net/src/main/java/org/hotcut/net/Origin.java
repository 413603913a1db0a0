package org.hotcut.net;

import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.hotcut.core.api.net.Protocol;

/**
 * What is known of a connection before it is up.
 *
 * @param endpoint listener's name for the flow
 * @param remote   the peer
 * @param peer     key by which it can be found for use by others, or null
 * @param limits   asked anew each time, since the admin may change them
 * @param trust    which authorities count for its certificate, by name; asked anew each time
 * @param opened   told, on the loop, when messages can be sent; null when nobody asks
 */
record Origin(String endpoint, Protocol protocol, InetSocketAddress remote, boolean outgoing, FlowTable.Peer peer, Supplier<Limits> limits, Supplier<String> trust,
              Consumer<Connection> opened) { }
