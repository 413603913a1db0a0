package org.hotcut.sip.api.event;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Who wants to know what. Each is told at once how things are, then of changes, not more often than the configuration says (the last state wins), and of the end. Implemented by
 * {@code sip-events}. Safe for any thread; never blocks; stages complete on the loop of the call.
 */
@ProviderType
public interface Subscriptions {
    /** What became of a SUBSCRIBE. */
    enum Outcome {
        /** It is in the journal; a NOTIFY follows within a tenth of a second. */
        DONE,
        /** There is no such dialog, or it is somebody else's (481). */
        NONE,
        /** A later one came before it (RFC 3261 section 12.2.2). */
        OUT_OF_ORDER,
        /** The watcher has as many as one may have. */
        USER_FULL,
        /** There is no room for anybody's. */
        FULL
    }

    /** Adds a subscription; one that is there already is left as it is. */
    CompletionStage<Outcome> subscribe(Subscription subscription);

    /** Refreshes or ends one. */
    CompletionStage<Outcome> refresh(Refresh refresh);

    /** Returns the one of a dialog by Call-ID and our tag, null when there is none. */
    CompletionStage<Subscription> find(String callId, String tag);

    /**
     * Ends one, if it is alive: its watcher is told so, without the state, which he may not know any more.
     *
     * @param reason of RFC 6665 section 4.1.3: {@code rejected}, {@code noresource}
     */
    CompletionStage<Void> end(String callId, String tag, String reason);

    /** Returns the names of the packages that somebody has offered since the start, present now or not. */
    Set<String> packages();

    /** Returns those that are alive, at most so many. */
    CompletionStage<List<Subscription>> subscriptions(int most);
}
