/**
 * Sockets, and nothing of what is spoken over them.
 *
 * <p>Who calls whom:
 * <pre>
 * ListenerComponent (one for each configuration) -> Net -> Listeners (one thread: opens, tries again, closes)
 *                                                              |
 *                            UdpListener (one UdpSocket a loop)   StreamListener (ConnectionEvents -> Connection -> Intake -> Framing)
 *                                     |                                  |
 *   bytes, on a loop:                 +----------> Slot <----------------+     the Transport that bears the protocol's name now, or none
 *
 *   relayed media:         PacketListener (one FrontSocket a loop of media) ------> Slot of PacketHandler
 *   PacketLoops.open -> Packets -> RelaySocket ------------------------------------> its own PacketHandler
 *   StreamLoops.listen, connect -> Streams -> Door, PeerStream <-- bytes, as fast as the other side reads and their budget lets them --> Connection
 *
 *   Flows.send -> Net -> UdpListener or FlowTable -> Connection -> Outbox     the Flusher of the loop writes once a burst
 *   Flows.connect -> Connector -> Connection                        TLS engines come from TlsContexts
 * </pre>
 *
 * <p>Threads: everything that belongs to a {@link org.hotcut.net.Loop} (its connections, datagrams parked, what waits to be flushed) is
 * touched by the thread of that loop alone; tables between them are concurrent maps; listeners are opened and closed by one thread.
 *
 * <p>Loops of signalling are Netty's epoll, those of media its loops of the JDK's selector, which also read bare {@link org.hotcut.net.PacketChannel}s: one receive and one
 * send to the kernel for a packet, no queue and no object of ours. A connection lives on a loop of the kind that its listener is for; a listener that speaks TURN, alone
 * or beside SIP, is for media, so that its clients are where their relay sockets are. What we open ourselves is signalling.
 *
 * <p>A TLS port that several transports share: {@link org.hotcut.net.HelloWatch} sees, before the engine, whether the client is to be asked for a certificate, and
 * {@link org.hotcut.net.Sorter}, behind it, tells the connection what is spoken, as {@link org.hotcut.net.Choice} says. Then both are gone.
 *
 * <p>DTLS (RFC 7350) on the port of a {@link org.hotcut.net.PacketListener}: each {@link org.hotcut.net.FrontSocket} has a {@link org.hotcut.net.DtlsFront}, which gets what its
 * first octet says is of DTLS. Who has shown by a cookie ({@link org.hotcut.net.DtlsCookies}) that he is where he says has a {@link org.hotcut.net.DtlsSession}; it shakes hands
 * in a thread of {@link org.hotcut.net.DtlsPlaces}, which takes it away again from who has it for long while others wait, and then decrypts on the loop. What was decrypted goes
 * to the same handler as from a socket of its own, whose {@code send} encrypts. No session outlives this bundle; clients shake hands again.
 *
 * <p>An authority that asks for a proof by TLS (RFC 8737): while there are {@link org.hotcut.net.Proofs}, {@link org.hotcut.net.HelloWatch} is there on every port;
 * it has the engine present the proof, and {@link org.hotcut.net.AfterProof} ends the connection. At any other time {@link org.hotcut.net.Choice} refuses the question.
 *
 * <p>Hand-over: a {@link org.hotcut.net.Slot} is emptied first, then each loop is passed once ({@code EventLoops.barrier}), so
 * that no call is inside when {@code unbind} returns. While the slot is empty, streams are not read, datagrams wait in
 * {@link org.hotcut.net.ParkedDatagrams}, packets to be passed on stay with the kernel; bytes that belong to no whole message yet are kept here, never by a transport. A result that
 * comes from a transport which is not in the slot any more is dropped and asked for again.
 *
 * <p>Netty is private to this package: nothing of it is seen in a {@code Flow} or a status, and its classes are in no exported signature.
 */
package org.hotcut.net;
