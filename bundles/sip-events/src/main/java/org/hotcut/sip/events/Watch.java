package org.hotcut.sip.events;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.location.LocationListener;

/** A subscription and how far its watcher was told. Confined to the home loop. */
final class Watch {
    private static final int MOST_GONE = 20;

    private final String key;
    private final List<LocationListener.Change> gone = new ArrayList<>(0);
    private Subscription subscription;
    private long cseq;
    private long version;
    private int told;
    private String reason;
    /** A NOTIFY is out. */
    boolean busy;
    /** Something changed while it was. */
    boolean wanted;
    /** To be told even when nothing has changed. */
    boolean forced;
    /** His line is gone: until he registers. */
    boolean away;
    boolean removed;
    long notBefore;
    /** How many times in a row there was no room to send one. */
    int refusals;

    Watch(Subscription subscription) {
        this.subscription = subscription;
        this.key = key(subscription.callId(), subscription.tag());
    }

    static String key(String callId, String tag) {
        return tag + ' ' + callId;
    }

    static Watch read(byte[] row) {
        Fields.In in = new Fields.In(row);
        Subscription s = new Subscription(in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text(), in.list(), in.flow(),
            in.number(), in.number(), in.number(), false);
        long cseq = in.number();
        long version = in.number();
        int told = (int) in.number();
        // rows of versions that did not ask count as vouched
        boolean vouched = in.number() == 0;
        Watch watch = new Watch(with(s, s.contact(), s.flow(), s.device(), s.cseq(), s.expiresAt(), vouched));
        watch.cseq = cseq;
        watch.version = version;
        watch.told = told;
        return watch;
    }

    byte[] row() {
        return row(subscription, cseq, version, told);
    }

    /** Returns the entry of this moment, put together when it is asked for, by any thread. */
    Supplier<Entry> entry() {
        Subscription s = subscription;
        long number = cseq;
        long count = version;
        int hash = told;
        return () -> new Entry(Entry.SUBSCRIPTION, key, row(s, number, count, hash));
    }

    private static byte[] row(Subscription s, long cseq, long version, int told) {
        return new Fields.Out().text(s.eventPackage()).text(s.eventId()).text(s.address()).text(s.watcher()).text(s.callId()).text(s.tag()).text(s.local()).text(s.remote())
            .text(s.contact()).list(s.route()).flow(s.flow()).number(s.device()).number(s.cseq()).number(s.expiresAt()).number(cseq).number(version).number(told)
            .number(s.vouched() ? 0 : 1).toBytes();
    }

    private static Subscription with(Subscription s, String contact, Flow flow, long device, long cseq, long expiresAt, boolean vouched) {
        return new Subscription(s.eventPackage(), s.eventId(), s.address(), s.watcher(), s.callId(), s.tag(), s.local(), s.remote(), contact, s.route(), flow, device, cseq,
            expiresAt, vouched);
    }

    String key() {
        return key;
    }

    Subscription subscription() {
        return subscription;
    }

    boolean isOver(long now) {
        return subscription.expiresAt() <= now;
    }

    void refresh(Refresh r) {
        Subscription s = subscription;
        subscription = with(s, r.contact() == null ? s.contact() : r.contact(), r.flow(), r.device(), r.cseq(), r.expiresAt(), s.vouched());
        away = false;
        forced = true;
    }

    /** It is over now, whatever time was left. */
    void end(String why, long now) {
        Subscription s = subscription;
        subscription = with(s, s.contact(), s.flow(), s.device(), s.cseq(), now, s.vouched());
        reason = why;
    }

    /** Returns why it was ended (RFC 6665 section 4.1.3); null when only its time may be over. */
    String reason() {
        return reason;
    }

    /** Another NOTIFY goes out. */
    void count() {
        cseq++;
        version++;
    }

    /** The last one did not go out after all: its numbers are for the next. */
    void uncount() {
        cseq--;
        version--;
    }

    long cseq() {
        return cseq;
    }

    long version() {
        return version;
    }

    /** Returns a hash of what he was told last, 0 for nothing. */
    int told() {
        return told;
    }

    void told(int hash) {
        told = hash;
    }

    List<LocationListener.Change> gone() {
        return List.copyOf(gone);
    }

    void gone(LocationListener.Change change) {
        if (gone.size() < MOST_GONE) {
            gone.add(change);
        }
    }

    void forgetGone(int first) {
        gone.subList(0, Math.min(first, gone.size())).clear();
    }
}
