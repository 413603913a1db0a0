package org.hotcut.sip.core.transaction;

/** Client transactions by the number in their branch: buckets chained through the rows themselves, so that a row costs no entry of its own. */
final class Clients {
    private ClientTransaction[] buckets = new ClientTransaction[256];
    private int size;

    int size() {
        return size;
    }

    ClientTransaction find(long id) {
        ClientTransaction row = buckets[bucket(id)];
        while (row != null && row.id() != id) {
            row = row.chain;
        }
        return row;
    }

    void add(ClientTransaction row) {
        if (++size > buckets.length) {
            grow();
        }
        link(row);
    }

    boolean remove(ClientTransaction row) {
        int bucket = bucket(row.id());
        ClientTransaction before = null;
        for (ClientTransaction at = buckets[bucket]; at != null; at = at.chain) {
            if (at == row) {
                if (before == null) {
                    buckets[bucket] = at.chain;
                } else {
                    before.chain = at.chain;
                }
                at.chain = null;
                size--;
                return true;
            }
            before = at;
        }
        return false;
    }

    private void link(ClientTransaction row) {
        int bucket = bucket(row.id());
        row.chain = buckets[bucket];
        buckets[bucket] = row;
    }

    private void grow() {
        ClientTransaction[] old = buckets;
        buckets = new ClientTransaction[old.length * 2];
        for (ClientTransaction head : old) {
            while (head != null) {
                ClientTransaction next = head.chain;
                link(head);
                head = next;
            }
        }
    }

    // ids are random
    private int bucket(long id) {
        return (int) id & buckets.length - 1;
    }
}
