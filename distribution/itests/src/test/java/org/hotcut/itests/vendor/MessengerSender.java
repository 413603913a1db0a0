package org.hotcut.itests.vendor;

import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.Work;
import org.hotcut.sip.api.push.PushRequest;
import org.hotcut.sip.api.push.PushSender;

/** Sends pushes by a messenger that is only a system property. */
public final class MessengerSender implements PushSender {
    /** Where the last device that was woken stands. */
    public static final String WOKEN = "org.hotcut.itests.vendor.woken";

    private final Work work;

    /**
     * Called by the component runtime.
     *
     * @param work where to block
     */
    public MessengerSender(Work work) {
        this.work = work;
    }

    @Override
    public CompletionStage<Void> wake(PushRequest request) {
        return work.call(() -> {
            System.setProperty(WOKEN, request.prid());
            return null;
        });
    }
}
