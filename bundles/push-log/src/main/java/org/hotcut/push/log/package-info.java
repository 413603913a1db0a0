/**
 * A push service that sends nothing: it says in the log which device would be woken (RFC 8599).
 *
 * <p>{@code sip-core} asks {@link org.hotcut.push.log.PushLog} as it asks every {@link org.hotcut.sip.api.push.PushSender}. It is there to try out push without an account
 * at a push service, and as the pattern for real ones.
 */
package org.hotcut.push.log;
