/**
 * What is kept for those who want to know or could not be reached.
 *
 * <p>{@code sip-notifier} decides about SUBSCRIBE, PUBLISH and MESSAGE and has {@code sip-events} keep what comes of it: {@link
 * org.hotcut.sip.api.event.Subscriptions}, {@link org.hotcut.sip.api.event.Publications}, {@link org.hotcut.sip.api.event.StoredMessages}, each in a journal before
 * it is done. {@code sip-events} watches their times, sends NOTIFY and MESSAGE, and asks an {@link org.hotcut.sip.api.event.EventPackage} by name what a NOTIFY
 * says; while that one is away, notifications wait.
 */
@Export
@Version("1.1.0")
package org.hotcut.sip.api.event;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
