package org.hotcut.sip.events;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.event.Subscription;

/** What a NOTIFY looks like (RFC 6665 section 4.2.2). */
final class NotifyRequest {
    private static final long SECOND = 1_000;

    private NotifyRequest() { }

    /** Returns the next one of a watch; without a type and body the bare state of the subscription. */
    static OwnRequest of(Watch watch, String contentType, byte[] body, long now) {
        Subscription s = watch.subscription();
        List<HeaderField> headers = new ArrayList<>(3);
        headers.add(new HeaderField("Event", s.eventId() == null ? s.eventPackage() : s.eventPackage() + ";id=" + s.eventId()));
        headers.add(new HeaderField("Subscription-State", subscriptionState(watch, now)));
        if (contentType != null) {
            headers.add(new HeaderField("Content-Type", contentType));
        }
        return new OwnRequest("NOTIFY", s.contact(), s.local(), s.remote(), s.callId(), watch.cseq() + 1, headers, body);
    }

    private static String subscriptionState(Watch watch, long now) {
        if (watch.reason() != null) {
            return "terminated;reason=" + watch.reason();
        }
        long left = (watch.subscription().expiresAt() - now + SECOND - 1) / SECOND;
        return left > 0 ? "active;expires=" + left : "terminated;reason=timeout";
    }
}
