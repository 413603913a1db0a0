package org.hotcut.sip.api;

import java.util.List;

import org.hotcut.sip.api.Decision.HeaderField;

/**
 * A request that this server makes of its own, for {@link SipClient}. What is not in it (Via, Max-Forwards, Content-Length, and in a NOTIFY Contact) is added.
 * Line ends in values become spaces.
 *
 * @param method  {@code MESSAGE}, {@code NOTIFY}; not INVITE, ACK or CANCEL
 * @param uri     the Request-URI, unless the target has one
 * @param from    From with its tag
 * @param to      To, in a dialog with the tag of the other side
 * @param callId  Call-ID
 * @param cseq    number of CSeq
 * @param headers further fields, in order
 * @param body    null for none
 */
public record OwnRequest(String method, String uri, String from, String to, String callId, long cseq, List<HeaderField> headers, byte[] body) { }
