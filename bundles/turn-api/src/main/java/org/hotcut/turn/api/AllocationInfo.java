package org.hotcut.turn.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * An allocation as an admin sees it. Times are milliseconds since 1970. Directions are the client's: sent is from client to peers.
 *
 * @param id              to name it by; unlike that of any other since the server was installed
 * @param client          who has it
 * @param username        by which he proved himself
 * @param account         whose it is
 * @param relayed         its relayed addresses as told to the client
 * @param bound           those that are bound here
 * @param tcp             whether peers are reached by TCP
 * @param since           when it was made
 * @param expires         when it ends unless it is refreshed
 * @param permissions     peers that may send
 * @param channels        number and peer of each, {@code 0x4000 192.0.2.1:5004}
 * @param packetsSent     relayed to peers
 * @param bytesSent       of these, without headers
 * @param packetsReceived relayed to the client
 * @param bytesReceived   of these, without headers
 * @param packetsDropped  in either direction: no permission, too much in a second, no room
 */
public record AllocationInfo(long id, Client client, String username, String account, List<InetSocketAddress> relayed, List<InetSocketAddress> bound, boolean tcp, long since,
                             long expires, List<InetAddress> permissions, List<String> channels, long packetsSent, long bytesSent, long packetsReceived, long bytesReceived,
                             long packetsDropped) { }
