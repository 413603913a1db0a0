/**
 * What concerns those who want to know, and those who are away.
 *
 * <p>{@code sip-core} asks {@link org.hotcut.sip.notifier.NotifierHandler} before {@code sip-proxy}. A SUBSCRIBE or PUBLISH for a user of ours is judged by {@link
 * org.hotcut.sip.notifier.Subscribing} and {@link org.hotcut.sip.notifier.Publishing} and given to {@code sip-events}, which asks {@link
 * org.hotcut.sip.notifier.RegPackage} or {@link org.hotcut.sip.notifier.PresencePackage} what each NOTIFY says. A MESSAGE is {@link
 * org.hotcut.sip.notifier.Messages}' business: forwarded to the user's devices, given to {@code sip-events} when none takes it. Once a minute {@code core-state} has {@link
 * org.hotcut.sip.notifier.RightsCheck} end subscriptions whose right is gone. Nothing is kept here.
 */
package org.hotcut.sip.notifier;
