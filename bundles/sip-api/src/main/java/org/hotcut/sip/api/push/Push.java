package org.hotcut.sip.api.push;

import java.util.List;
import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ProviderType;

/** Where pushes are asked for. Implemented by {@code sip-core}. Safe for any thread; never blocks. */
@ProviderType
public interface Push {
    /** What became of a push. */
    enum Outcome {
        /** The push service has accepted it. */
        SENT,
        /** None was sent: the device is being pushed, or was a moment ago. */
        RECENT,
        /** None was sent: there are too many. */
        TOO_MANY,
        /** Nobody serves this push service, or its sender did not come back in time. */
        UNKNOWN,
        /** The sender could not. */
        FAILED
    }

    /** Returns whether somebody serves this push service, in any case of letters; who left a moment ago still counts. */
    boolean accepts(String provider);

    /** Returns the push services that are {@link #accepts accepted}, sorted. */
    List<String> providers();

    /**
     * Has a device woken. While its sender is absent the request waits, 8 s at most. Asking twice is harmless.
     *
     * @return never fails; completes on any thread
     */
    CompletionStage<Outcome> wake(PushRequest request);
}
