package org.hotcut.turn.relay.store;

import java.net.InetAddress;

import org.hotcut.turn.api.Reach;

/**
 * A permission.
 *
 * @param expires by {@link RelayClock}
 * @param reach   what may be reached of the peer, as the policy last said
 */
public record PermissionRow(InetAddress peer, long expires, Reach reach) { }
