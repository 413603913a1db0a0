package org.hotcut.turn.relay.store;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Proof;

/**
 * An allocation as it is kept.
 *
 * @param id          of {@link AllocationStore#newId}
 * @param client      who has it
 * @param proof       of the Allocate that made it
 * @param relayed     its relay sockets
 * @param loop        that reads them
 * @param transaction id of the Allocate that made it, twelve octets
 * @param since       when it was made, milliseconds since 1970
 * @param expires     when it ends, by {@link RelayClock}
 * @param tickets     how many MOBILITY-TICKETs were given for it, the last is the one that counts; 0 when it is not mobile
 * @param permissions one for each peer
 * @param channels    one for each number
 */
public record AllocationRow(long id, Client client, Proof proof, List<RelayedRow> relayed, int loop, byte[] transaction, long since, long expires, int tickets,
                            List<PermissionRow> permissions, List<ChannelRow> channels) {
    /** Copies the lists. */
    public AllocationRow {
        relayed = List.copyOf(relayed);
        permissions = List.copyOf(permissions);
        channels = List.copyOf(channels);
    }

    AllocationRow refreshed(long newExpires, int newTickets) {
        List<RelayedRow> all = relayed.stream().map(RelayedRow::untilTheEnd).toList();
        return new AllocationRow(id, client, proof, all, loop, transaction, since, newExpires, newTickets, permissions, channels);
    }

    AllocationRow moved(Client newClient, int newLoop) {
        return new AllocationRow(id, newClient, proof, relayed, newLoop, transaction, since, expires, tickets, permissions, channels);
    }

    AllocationRow permitted(List<PermissionRow> given, long now) {
        List<PermissionRow> all = merged(permissions, given, PermissionRow::peer, PermissionRow::expires, now);
        return new AllocationRow(id, client, proof, relayed, loop, transaction, since, expires, tickets, all, channels);
    }

    AllocationRow bound(ChannelRow given, long now) {
        List<ChannelRow> all = merged(channels, List.of(given), ChannelRow::number, ChannelRow::expires, now);
        return new AllocationRow(id, client, proof, relayed, loop, transaction, since, expires, tickets, permissions, all);
    }

    /** Returns it without what is over. */
    AllocationRow at(long now) {
        return permitted(List.of(), now).withChannels(channels.stream().filter(channel -> channel.expires() > now).toList());
    }

    private AllocationRow withChannels(List<ChannelRow> newChannels) {
        return new AllocationRow(id, client, proof, relayed, loop, transaction, since, expires, tickets, permissions, newChannels);
    }

    /** What was there and is neither over nor given anew, and what is given. */
    private static <T, K> List<T> merged(List<T> before, List<T> given, Function<T, K> key, Function<T, Long> expires, long now) {
        List<K> replaced = given.stream().map(key).toList();
        return Stream.concat(before.stream().filter(each -> expires.apply(each) > now && !replaced.contains(key.apply(each))), given.stream()).toList();
    }
}
