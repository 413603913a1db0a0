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
     * <p>{@link PushRequest#prid} and {@link PushRequest#param} are what a client wrote into its Contact. A sender for which one of them is a URL ({@code webpush}) opens a connection that a
     * stranger chose, from inside this network. Before it does, it takes {@code https} only, hosts of the admin's list only (or, without a list, no name of which any address is loopback,
     * link-local, private, multicast or this machine's own, connecting to the very address it has checked), follows no redirect unchecked, verifies the certificate, and limits time and
     * answer. Elsewhere it escapes them for the place they are put in. {@code docs/push.md} says it in full.
     *
     * @return completes when the push service has accepted, on any thread; fails when it refuses or cannot be asked, with the reason as the exception's message. Must
     *         not block: {@link org.hotcut.core.api.Work} is the place for that. After 32 s nobody waits for it any more
     */
    CompletionStage<Void> wake(PushRequest request);
}
