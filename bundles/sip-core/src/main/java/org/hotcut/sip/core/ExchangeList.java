package org.hotcut.sip.core;

import java.util.ArrayList;
import java.util.List;

/** The unanswered exchanges of a loop, oldest first, chained through themselves. */
final class ExchangeList {
    private Exchange oldest;
    private Exchange newest;
    private int size;

    int size() {
        return size;
    }

    void add(Exchange exchange) {
        exchange.older = newest;
        if (newest == null) {
            oldest = exchange;
        } else {
            newest.newer = exchange;
        }
        newest = exchange;
        size++;
    }

    void remove(Exchange exchange) {
        if (exchange.older == null) {
            oldest = exchange.newer;
        } else {
            exchange.older.newer = exchange.newer;
        }
        if (exchange.newer == null) {
            newest = exchange.older;
        } else {
            exchange.newer.older = exchange.older;
        }
        exchange.older = null;
        exchange.newer = null;
        size--;
    }

    List<Exchange> first(int most) {
        List<Exchange> first = new ArrayList<>();
        for (Exchange exchange = oldest; exchange != null && first.size() < most; exchange = exchange.newer) {
            first.add(exchange);
        }
        return first;
    }
}
