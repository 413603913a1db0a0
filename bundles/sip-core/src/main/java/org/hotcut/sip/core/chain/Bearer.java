package org.hotcut.sip.core.chain;

import org.hotcut.sip.api.SipHandler;

/** A handler service that bears a link's name. */
public final class Bearer implements Comparable<Bearer> {
    private final SipHandler handler;
    private final int ranking;
    private final long service;
    private final String bundle;
    private volatile boolean leaving;
    private volatile boolean fenced;

    /**
     * Describes a service.
     *
     * @param ranking its service ranking
     * @param service its service id: the newer service has the higher one
     * @param bundle  symbolic name and version, for the admin
     */
    public Bearer(SipHandler handler, int ranking, long service, String bundle) {
        this.handler = handler;
        this.ranking = ranking;
        this.service = service;
        this.bundle = bundle;
    }

    SipHandler handler() {
        return handler;
    }

    long service() {
        return service;
    }

    /** Returns symbolic name and version of the bundle. */
    public String bundle() {
        return bundle;
    }

    void leave() {
        leaving = true;
    }

    void fence() {
        fenced = true;
    }

    /** Returns whether it was unbound: an exception of it now means that it is going, not that the request is at fault. */
    boolean isLeaving() {
        return leaving;
    }

    boolean isFenced() {
        return fenced;
    }

    /** Who gets new work comes first. */
    @Override
    public int compareTo(Bearer other) {
        return ranking != other.ranking ? Integer.compare(other.ranking, ranking) : Long.compare(other.service, service);
    }
}
