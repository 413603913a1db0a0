package org.hotcut.sip.core.chain;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;

/** Every name that somebody bears or the chain asks for; a link stays once it was named, so that state may remember it. Safe for any thread. */
public final class Links {
    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Loops loops;
    private final Flows flows;
    private final long drainMillis;
    private volatile Chain chain;

    /** Begins with a chain, see {@link #chain(String)}. */
    public Links(Loops loops, Flows flows, String chain) {
        this(loops, flows, chain, Link.DRAIN_MILLIS);
    }

    Links(Loops loops, Flows flows, String chain, long drainMillis) {
        this.loops = loops;
        this.flows = flows;
        this.drainMillis = drainMillis;
        chain(chain);
    }

    /** From now on bearers leave at once, and no stream is held up: this bundle itself is going. */
    public void close() {
        links.values().forEach(Link::close);
    }

    /** Returns the chain that new exchanges take. */
    public Chain chain() {
        return chain;
    }

    /** Changes the chain for new exchanges; names in order, separated by commas. */
    public void chain(String names) {
        chain = new Chain(Chain.names(names).stream().map(this::link).toList());
    }

    /** Adds a bearer of a name. */
    public void bind(String name, Bearer bearer) {
        link(name).bind(bearer);
    }

    /** Takes out the bearer with this service id; returns when nothing is inside it any more, or it is fenced. */
    public void unbind(String name, long service) {
        link(name).unbind(service);
    }

    /** To be called by each loop every tick with its time. */
    public void tick(int loop, long millis) {
        for (Link link : links.values()) {
            link.lane(loop).tick(millis);
        }
    }

    /** Returns whether nothing waits on a loop, and nothing is being decided. To be called by that loop. */
    public boolean isIdle(int loop) {
        return links.values().stream().allMatch(link -> link.lane(loop).isIdle());
    }

    private Link link(String name) {
        return links.computeIfAbsent(name, missing -> new Link(missing, loops, flows, drainMillis));
    }
}
