/**
 * REGISTER (RFC 3261 section 10.3): who may be reached where.
 *
 * <p>{@code sip-core} asks {@link org.hotcut.sip.registrar.RegistrarHandler}, which takes the steps of the RFC in their order. {@link
 * org.hotcut.sip.registrar.Contacts} makes bindings of Contact header fields, with the help of {@link org.hotcut.sip.registrar.Line}, which tells whether the
 * client is where it says; {@code sip-location} changes and keeps them; {@link org.hotcut.sip.registrar.Answer} is the 200 with what is bound then.
 * Nothing is kept here. Whether the sender is who he claims to be was {@code identity}'s question; whether he may register this
 * address is ours.
 */
package org.hotcut.sip.registrar;
