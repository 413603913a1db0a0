package org.hotcut.turn.relay.store;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;

import org.hotcut.journal.RecordBuffer;
import org.hotcut.journal.RecordFormat;
import org.hotcut.turn.api.Client;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.Reach;

/**
 * Encodes changes as records of the journal: an octet that says which, the schema, its fields, and what the clocks said. A row's parts have their own length, so that a later Hotcut may add
 * fields at their ends that this one passes over; where that does not do it raises the schema, and this one refuses the record.
 *
 * <p>The magic begins with an octet that is in no text, and whatever a client can choose is a text: his name, and as hexadecimal digits his addresses, those of his peers,
 * and his transaction ids. Were they octets, he could write what is taken for a record when the one around it is torn. The check sum he could choose, by trying; but
 * were a record to begin there its length would be the first field, and that is, with its octet that is never 0, more than any record has.
 */
final class Records {
    static final RecordFormat FORMAT = new RecordFormat(0xff484341, 0xff484341, 1 << 20, true);
    static final byte SCHEMA = 1;
    static final byte PUT = 1;
    static final byte REFRESH = 2;
    static final byte PERMIT = 3;
    static final byte BIND = 4;
    static final byte MOVE = 5;
    static final byte END = 6;
    static final byte STATE = 7;

    private Records() { }

    private static void begin(byte kind, RecordBuffer out) {
        out.begin();
        out.octet(kind);
        out.octet(SCHEMA);
    }

    private static void end(RelayClock.Reading now, RecordBuffer out) {
        out.longNumber(now.millis());
        out.longNumber(now.wall());
        out.end();
    }

    static void put(AllocationRow row, RelayClock.Reading now, RecordBuffer out) {
        begin(PUT, out);
        out.longNumber(row.id());
        client(row.client(), out);
        proof(row.proof(), out);
        out.number(row.relayed().size());
        row.relayed().forEach(socket -> relayed(socket, out));
        out.number(row.loop());
        out.text(hex(row.transaction()));
        out.longNumber(row.since());
        out.longNumber(row.expires());
        out.number(row.tickets());
        permissions(row.permissions(), out);
        out.number(row.channels().size());
        row.channels().forEach(channel -> channel(channel, out));
        end(now, out);
    }

    static void refresh(long id, long expires, int tickets, RelayClock.Reading now, RecordBuffer out) {
        begin(REFRESH, out);
        out.longNumber(id);
        out.longNumber(expires);
        out.number(tickets);
        end(now, out);
    }

    static void permit(long id, List<PermissionRow> permissions, RelayClock.Reading now, RecordBuffer out) {
        begin(PERMIT, out);
        out.longNumber(id);
        permissions(permissions, out);
        end(now, out);
    }

    static void bind(long id, ChannelRow channel, PermissionRow permission, RelayClock.Reading now, RecordBuffer out) {
        begin(BIND, out);
        out.longNumber(id);
        channel(channel, out);
        permission(permission, out);
        end(now, out);
    }

    static void move(long id, Client client, int loop, RelayClock.Reading now, RecordBuffer out) {
        begin(MOVE, out);
        out.longNumber(id);
        client(client, out);
        out.number(loop);
        end(now, out);
    }

    static void end(long id, RelayClock.Reading now, RecordBuffer out) {
        begin(END, out);
        out.longNumber(id);
        end(now, out);
    }

    static void state(long lastId, boolean draining, RelayClock.Reading now, RecordBuffer out) {
        begin(STATE, out);
        out.longNumber(lastId);
        out.number(draining ? 1 : 0);
        end(now, out);
    }

    private static void client(Client client, RecordBuffer out) {
        int start = out.beginPart();
        out.text(client.protocol().name());
        socket(client.server(), out);
        socket(client.address(), out);
        out.text(Long.toHexString(client.flow()));
        out.endPart(start);
    }

    private static void proof(Proof proof, RecordBuffer out) {
        int start = out.beginPart();
        Owner owner = proof.owner();
        out.text(owner.username());
        out.text(owner.account());
        out.number(owner.isLocal() ? 1 : 0);
        out.text(Long.toHexString(owner.binding()));
        out.text(proof.realm());
        out.number(proof.algorithm());
        out.text(hex(proof.key()));
        out.number(proof.sha256() ? 1 : 0);
        out.endPart(start);
    }

    private static void relayed(RelayedRow row, RecordBuffer out) {
        int start = out.beginPart();
        socket(row.bound(), out);
        socket(row.told(), out);
        out.number(row.main() ? 1 : 0);
        out.longNumber(row.expires());
        out.endPart(start);
    }

    private static void permissions(List<PermissionRow> rows, RecordBuffer out) {
        out.number(rows.size());
        rows.forEach(row -> permission(row, out));
    }

    private static void permission(PermissionRow row, RecordBuffer out) {
        int start = out.beginPart();
        address(row.peer(), out);
        out.longNumber(row.expires());
        Reach reach = row.reach();
        out.text(reach.kind().name());
        out.number(reach.ports().size());
        for (Reach.PortRange range : reach.ports()) {
            out.number(range.from());
            out.number(range.to());
        }
        out.text(reach.rule());
        out.endPart(start);
    }

    private static void channel(ChannelRow row, RecordBuffer out) {
        int start = out.beginPart();
        out.number(row.number());
        socket(row.peer(), out);
        out.longNumber(row.expires());
        out.endPart(start);
    }

    private static void socket(InetSocketAddress socket, RecordBuffer out) {
        address(socket.getAddress(), out);
        out.number(socket.getPort());
    }

    private static void address(InetAddress address, RecordBuffer out) {
        out.text(hex(address.getAddress()));
        out.number(address instanceof Inet6Address six ? six.getScopeId() : 0);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }
}
