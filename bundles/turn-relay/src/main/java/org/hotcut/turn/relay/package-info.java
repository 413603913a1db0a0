/**
 * Allocations (RFC 8656): what is relayed between clients and their peers.
 *
 * <pre>
 * net -- datagram --> RelayComponent -> TurnLoops -> TurnLoop   ChannelData, Send -> Allocation -> Relay -> peer
 * net -- message  -->  (a client's connection)          |
 *                                                       +-- request -> Dispatch -> TurnHandler (turn-server), whose decision Actions and Allocating carry out
 * peer -- datagram --> Relay -> Allocation -> Line -> net -> client
 * </pre>
 *
 * <p>All of an allocation is touched by one loop, that of its client: {@link org.hotcut.turn.relay.TurnLoop} has what comes from clients, {@link
 * org.hotcut.turn.relay.Roster} the allocations. A packet passes no behaviour, no lock and makes nothing: its client, its channel and its permission are found, a header is
 * written before it where it lies, the socket sends it. A client whose datagrams come to another loop than his is looked for in {@link org.hotcut.turn.relay.Clients}, which
 * is asked only when a loop does not know him.
 *
 * <p>{@link org.hotcut.turn.relay.Gatekeeper} alone makes permissions, by what the {@link org.hotcut.turn.api.PeerPolicy} says, and each packet either way is held against
 * one; {@link org.hotcut.turn.relay.Rules} asks again when the rules are others. Behaviour comes and goes through {@link org.hotcut.turn.relay.Whiteboard}.
 *
 * <p>A client that goes elsewhere (RFC 8016) shows a ticket, {@link org.hotcut.turn.relay.Moving}: the allocation stays on its loop and has two lines until something has
 * come by the new one. Peers over TCP (RFC 6062) are {@link org.hotcut.turn.relay.Connecting}'s, which asks the gatekeeper before one is connected with, or taken; their
 * bytes do not come here, {@code net} passes them on, as fast as {@link org.hotcut.turn.relay.Meter} lets it. Peers that are reached from another of our addresses than clients are told have their own {@link
 * org.hotcut.turn.relay.Sides}.
 */
package org.hotcut.turn.relay;
