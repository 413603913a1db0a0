package org.hotcut.sip.api.push;

import java.util.concurrent.CompletionStage;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Sends push notifications by one push service or several. Behaviour; its service property {@code hotcut.name} is the {@code pn-provider} it serves: one text,
 * names separated by commas, or several texts. The hand-over contract of {@link org.hotcut.sip.api} holds: a request whose stage is not complete two seconds after the
 * sender has left is given to the next bearer of the name, so that a device may now and then be pushed twice.
 */
@ConsumerType
public interface PushSender {
    /**
     * Asks the push service to wake a device so that it registers anew. The notification must hold nothing of the call: push services may not know who calls whom.
     *
     * @return completes when the push service has accepted, on any thread; fails when it refuses or cannot be asked, with the reason as the exception's message. Must
     *         not block: {@link org.hotcut.core.api.Work} is the place for that. After 32 s nobody waits for it any more
     */
    CompletionStage<Void> wake(PushRequest request);
}
