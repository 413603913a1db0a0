package org.hotcut.sip.api.event;

import java.util.List;

import org.hotcut.sip.api.Decision.HeaderField;

/**
 * A MESSAGE that waits for its recipient.
 *
 * @param id         what it is known by among those of the recipient; one given again with the same id is the same
 * @param address    the recipient, {@code bob@example.org}
 * @param sender     who was proven to have sent it
 * @param from       From as it came, with its tag
 * @param to         To as it came
 * @param callId     Call-ID as it came: a device that sees it twice can tell
 * @param cseq       number of CSeq as it came
 * @param headers    the other fields that belong to it, Content-Type among them
 * @param body       the text
 * @param receivedAt milliseconds since 1970
 * @param expiresAt  when it is of no use any more; {@link Long#MAX_VALUE} when the sender did not say
 */
public record StoredMessage(String id, String address, String sender, String from, String to, String callId, long cseq, List<HeaderField> headers, byte[] body,
                            long receivedAt, long expiresAt) { }
