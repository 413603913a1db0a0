package org.hotcut.sip.api.event;

import java.util.List;

import org.hotcut.core.api.net.Flow;

/**
 * Somebody who wants to know (RFC 6665): one usage of a dialog in which this server is the notifier.
 *
 * @param eventPackage {@code reg}, {@code presence}
 * @param eventId      {@code id} of Event, or null
 * @param address      what it is about, {@code alice@example.org}
 * @param watcher      who was proven to want it
 * @param callId       of the dialog
 * @param tag          ours
 * @param local        From of our requests, with our tag
 * @param remote       To of our requests, with the subscriber's tag
 * @param contact      the subscriber's Contact URI
 * @param route        the dialog's route set (RFC 3261 section 12.1.1)
 * @param flow         the line to him; null when route or Contact lead to him
 * @param device       {@link org.hotcut.sip.api.location.Binding#key} of his device, by which he is found when that line is gone; 0 when he is not registered by it
 * @param cseq         of his last SUBSCRIBE
 * @param expiresAt    milliseconds since 1970; now or before for one who wants to know once
 * @param vouched      whether a trusted source spoke for the watcher, who then need not have an account here
 */
public record Subscription(String eventPackage, String eventId, String address, String watcher, String callId, String tag, String local, String remote,
                           String contact, List<String> route, Flow flow, long device, long cseq, long expiresAt, boolean vouched) { }
