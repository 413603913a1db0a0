/**
 * Bytes: where they come from, where they end, how they go out.
 *
 * <p>{@code net} owns every listener and socket. It reads bytes on one of its loops, asks the {@link org.hotcut.core.api.net.Transport}
 * that bears the listener's protocol name where a message ends, and hands whole messages to it; the transport calls the owner
 * of the protocol ({@code sip-core}). Answers do not pass the transport: whoever has a {@link org.hotcut.core.api.net.Flow}
 * sends through {@link org.hotcut.core.api.net.Flows}, also while the transport is being swapped.
 *
 * <p>While no transport bears the name, streams are not read and datagrams wait in a bounded queue; when one is bound again,
 * what waited comes first. On departure {@code net} fences: it takes the transport out, then waits until each loop has left it.
 *
 * <p>A certificate that a peer presents is judged before its line carries anything: {@code net} asks the {@link org.hotcut.core.api.net.CertificateJudge} and keeps the
 * {@link org.hotcut.core.api.net.Verdict} with the flow, where handlers read it.
 *
 * <p>Media that is relayed takes a shorter way: {@link org.hotcut.core.api.net.PacketLoops} gives {@code turn-relay} bare sockets, and what comes to a listener of such
 * goes straight to its {@link org.hotcut.core.api.net.PacketHandler}. Peers over TCP it gives as {@link org.hotcut.core.api.net.StreamLoops}, which {@code net} itself joins
 * with a client's connection and holds to a {@link org.hotcut.core.api.net.StreamBudget}.
 */
@Export
@Version("1.3.0")
package org.hotcut.core.api.net;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
