package org.hotcut.sip.api;

import java.time.Duration;
import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A request and what came of it so far: the server transaction, the notes of handlers, the branches (RFC 3261 section 16, "response
 * context"). What a handler sees is a view valid for one dispatch; after a fence it throws {@link IllegalStateException}.
 */
@ProviderType
public interface SipExchange {
    /** Returns the key of the server transaction, the same for every dispatch of this exchange and for no other. */
    String id();

    /** Returns the tag that To gets in a reply to this exchange (RFC 3261 section 8.2.6.2), the same for every dispatch: whoever makes a dialog keeps it. */
    String tag();

    /** Returns the request as the handlers before left it. */
    SipRequest request();

    /** Returns the line the request came by. */
    Flow flow();

    /** Returns who the sender was proven to be, or null when nobody was. */
    Identity identity();

    /** Returns the dialog our own signed Route token proves this request to be part of, or null: then it is judged as a new one. */
    RouteToken dialog();

    /** Returns the best final response so far (RFC 3261 section 16.7 step 6), or null. */
    SipResponse best();

    /** Returns the targets tried so far, in order. */
    List<Target> tried();

    /** Returns what this handler noted under a key, or null. */
    String note(String key);

    /** Notes a text for this handler's later calls; takes effect with the decision. At most 16 of 1 000 characters. */
    void note(String key, String value);

    /** Asks for {@link SipHandler#woken} after a time; takes effect with the decision. The same timer name again replaces the first. */
    void wake(Duration after, String timer);

    /**
     * Asks for {@link SipHandler#woken} whenever somebody registers at an address, or refreshes a registration there. Nothing that registers after this
     * call is missed, so it belongs before looking the address up. It takes effect with the decision and ends with the exchange; it does not keep
     * an exchange waiting by itself: set a timer too.
     *
     * @param address the address-of-record
     * @param timer   what {@code woken} is called with
     * @return false when too many wait already, in all or for this address: then nothing will come of it
     */
    boolean await(String address, String timer);
}
