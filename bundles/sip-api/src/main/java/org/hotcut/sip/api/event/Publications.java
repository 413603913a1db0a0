package org.hotcut.sip.api.event;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/** What users have published. Implemented by {@code sip-events}. Safe for any thread; never blocks; stages complete on the loop of the call. */
@ProviderType
public interface Publications {
    /** What became of a PUBLISH. */
    enum Outcome {
        /** It is in the journal; who wants to know is told. */
        DONE,
        /** There is no document with that entity-tag (412). */
        NO_MATCH,
        /** The document is longer than is kept (413). */
        TOO_LONG,
        /** The user has as many as one may have. */
        USER_FULL,
        /** There is no room for anybody's. */
        FULL
    }

    /**
     * The answer.
     *
     * @param outcome what became of it
     * @param tag     the entity-tag of the document now; null when it is gone or nothing was done
     */
    record Result(Outcome outcome, String tag) { }

    /** Adds, changes, refreshes or removes a document. */
    CompletionStage<Result> publish(Publication publication);

    /** Returns the documents there are, at most so many. */
    CompletionStage<List<Document>> documents(int most);
}
