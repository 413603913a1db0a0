package org.hotcut.turn.api;

/**
 * A request by a client.
 *
 * @param client     who asks
 * @param message    the whole STUN message, not to be changed
 * @param allocation what the client has, or null
 * @param now        milliseconds since 1970
 */
public record TurnRequest(Client client, byte[] message, Holding allocation, long now) { }
