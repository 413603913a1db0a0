package org.hotcut.sip.core.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/** The order in which the targets of SRV records are tried: by priority, within one by lot, weighted (RFC 2782). */
final class Srv {
    private Srv() { }

    /** Returns the first of the records in an order drawn anew each time. */
    static List<SRVRecord> order(List<Record> records, int most, RandomGenerator random) {
        List<SRVRecord> left = new ArrayList<>();
        for (Record record : records) {
            if (record instanceof SRVRecord srv) {
                left.add(srv);
            }
        }
        // those of weight 0 first, so that they are drawn now and then
        left.sort(Comparator.comparingInt(SRVRecord::getPriority).thenComparingInt(SRVRecord::getWeight));
        List<SRVRecord> order = new ArrayList<>();
        while (!left.isEmpty() && order.size() < most) {
            order.add(draw(left, random));
        }
        return order;
    }

    private static SRVRecord draw(List<SRVRecord> left, RandomGenerator random) {
        int priority = left.get(0).getPriority();
        int same = 0;
        int sum = 0;
        while (same < left.size() && left.get(same).getPriority() == priority) {
            sum += left.get(same++).getWeight();
        }
        int drawn = random.nextInt(sum + 1);
        int i = 0;
        for (int reached = left.get(0).getWeight(); reached < drawn; reached += left.get(i).getWeight()) {
            i++;
        }
        return left.remove(i);
    }
}
