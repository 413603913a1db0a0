package org.hotcut.sip.api;

import java.util.List;

import org.osgi.annotation.versioning.ProviderType;

/** What the admin may see of {@code sip-core}. Safe for any thread. */
@ProviderType
public interface SipStatus {
    /**
     * A transaction pair that is not finished.
     *
     * @param id       see {@link SipExchange#id}
     * @param method   of the request
     * @param state    RFC 3261 section 17.2 name, {@code Proceeding}, or {@code Parked} with the handler waited for
     * @param from     From URI
     * @param to       Request-URI
     * @param source   the line it came by
     * @param branches targets it was sent to
     * @param millis   its age
     */
    record Exchange(String id, String method, String state, String from, String to, String source, int branches, long millis) { }

    /**
     * A link of the chain.
     *
     * @param name   as configured
     * @param bundle symbolic name and version of the bearer; null when absent
     * @param absent milliseconds it has been absent, 0 when it is there
     * @param parked requests that wait for it
     */
    record Link(String name, String bundle, long absent, int parked) { }

    /** Returns unfinished transactions, oldest first, at most so many. */
    List<Exchange> exchanges(int most);

    /** Returns the chain in order. */
    List<Link> chain();

    /**
     * Starts keeping messages of one address or peer for {@link #traced}; at most 4 traces at a time, each keeps 1 000 messages and ends by itself after ten
     * minutes.
     *
     * @param address {@code alice@example.org} in From, To or Request-URI, or a peer's address; {@code *} for all
     * @return the trace's number
     * @throws IllegalStateException when there are too many
     */
    int trace(String address);

    /** Returns and forgets what a trace has kept: a line that says when, which way and by which line, then the message. */
    List<String> traced(int trace);

    /** Ends a trace. */
    void untrace(int trace);
}
