package org.hotcut.sip.api.event;

import org.hotcut.core.api.net.Flow;

/**
 * A later SUBSCRIBE in the dialog of a {@link Subscription}.
 *
 * @param eventPackage as then
 * @param eventId      as then
 * @param watcher      who was proven to have sent it
 * @param callId       of the dialog
 * @param tag          our tag, that of To
 * @param remoteTag    the tag of From
 * @param contact      his Contact URI now (a target refresh); null when he gave none
 * @param flow         see {@link Subscription}
 * @param device       see {@link Subscription}
 * @param cseq         its number
 * @param expiresAt    milliseconds since 1970; now or before to end it
 */
public record Refresh(String eventPackage, String eventId, String watcher, String callId, String tag, String remoteTag, String contact, Flow flow, long device, long cseq,
                      long expiresAt) { }
