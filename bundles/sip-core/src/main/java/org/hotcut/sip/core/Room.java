package org.hotcut.sip.core;

/** How much of what strangers may make us keep is left, seen from one loop: its own figures are those of this moment, the others' those of the last tick. */
final class Room {
    private final CoreLoop loop;
    private int transactions;
    private long pending;
    private long kept;

    Room(CoreLoop loop) {
        this.loop = loop;
    }

    /** Looks at the other loops. To be called every tick. */
    void refresh() {
        Overload overload = loop.services.overload;
        transactions = overload.transactionsElsewhere(loop.number);
        pending = overload.pendingElsewhere(loop.number);
        kept = overload.keptElsewhere(loop.number);
    }

    /**
     * Returns whether a request of this size may come in.
     *
     * @param begun whether it belongs to a dialog of ours: for those there is a quarter more
     */
    boolean has(int bytes, boolean begun) {
        Settings settings = loop.services.settings();
        int most = settings.transactions();
        long mostBytes = settings.pendingBytes();
        if (begun) {
            most += most / 4;
            mostBytes += mostBytes / 4;
        }
        return transactions + loop.table.size() < most && pending + loop.pendingBytes + bytes <= mostBytes && kept + loop.table.bytes() <= mostBytes;
    }
}
