/**
 * What concerns those who want to know, and those who are away.
 *
 * <p>{@code sip-core} asks {@link org.hotcut.sip.notifier.NotifierHandler} before {@code sip-proxy}. A MESSAGE to a user of ours is {@link
 * org.hotcut.sip.notifier.Messages}' business: forwarded to his devices, given to {@code sip-events} when none takes it. Nothing is kept here.
 */
package org.hotcut.sip.notifier;
