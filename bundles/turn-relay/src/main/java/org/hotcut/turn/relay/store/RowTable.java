package org.hotcut.turn.relay.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.hotcut.journal.Replay;
import org.hotcut.turn.api.Client;

/** What the journal says there is. Confined to one thread at a time. */
final class RowTable implements Replay {
    private final Map<Long, AllocationRow> rows = new LinkedHashMap<>();
    private long lastId;
    private boolean draining;
    private RelayClock.Reading last;

    @Override
    public void snapshot() {
        rows.clear();
    }

    @Override
    public void record(ByteBuffer in) {
        byte kind = in.get();
        byte schema = in.get();
        if (schema > Records.SCHEMA) {
            throw new IllegalArgumentException("of schema " + schema);
        }
        switch (kind) {
            case Records.PUT -> put(RecordFields.row(in));
            case Records.REFRESH -> refresh(in.getLong(), in.getLong(), in.getInt());
            case Records.PERMIT -> permit(in.getLong(), RecordFields.permissions(in), 0);
            case Records.BIND -> bind(in.getLong(), RecordFields.channel(in), RecordFields.permission(in), 0);
            case Records.MOVE -> move(in.getLong(), RecordFields.client(in), in.getInt());
            case Records.END -> end(in.getLong());
            case Records.STATE -> state(in.getLong(), in.getInt() != 0);
            default -> throw new IllegalArgumentException("of kind " + kind);
        }
        last = RecordFields.reading(in, last);
    }

    void put(AllocationRow row) {
        rows.put(row.id(), row);
        lastId = Math.max(lastId, row.id());
    }

    boolean refresh(long id, long expires, int tickets) {
        return change(id, row -> row.refreshed(expires, tickets));
    }

    boolean permit(long id, List<PermissionRow> permissions, long now) {
        return change(id, row -> row.permitted(permissions, now));
    }

    boolean bind(long id, ChannelRow channel, PermissionRow permission, long now) {
        return change(id, row -> row.permitted(List.of(permission), now).bound(channel, now));
    }

    boolean move(long id, Client client, int loop) {
        return change(id, row -> row.moved(client, loop));
    }

    boolean end(long id) {
        return rows.remove(id) != null;
    }

    void state(long newLastId, boolean newDraining) {
        lastId = Math.max(lastId, newLastId);
        draining = newDraining;
    }

    private boolean change(long id, UnaryOperator<AllocationRow> change) {
        return rows.computeIfPresent(id, (any, row) -> change.apply(row)) != null;
    }

    /** Forgets those that are over. */
    void expire(long now) {
        rows.values().removeIf(row -> row.expires() <= now);
    }

    List<AllocationRow> rows() {
        return List.copyOf(rows.values());
    }

    long lastId() {
        return lastId;
    }

    /** Returns what the clocks said when the last record was written; null when none says it. */
    RelayClock.Reading last() {
        return last;
    }

    boolean isDraining() {
        return draining;
    }
}
