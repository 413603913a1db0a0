package org.hotcut.sip.api;

import java.util.List;

import javax.sip.header.Header;
import javax.sip.message.Message;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A SIP message: its bytes and an index of where its headers are. What routing asks for is answered from the bytes; a header becomes a
 * {@code javax.sip} object only when somebody asks. Immutable: an edit gives another message that shares the bytes. Header names may
 * be given in long or compact form, any case.
 *
 * <p>A message that reaches a handler has passed {@code sip-core}'s check: start line, Via, From, To, Call-ID, CSeq and
 * Content-Length are there once and well formed.
 */
@ProviderType
public interface SipMessage {
    /** Returns the Call-ID. */
    String callId();

    /** Returns the sequence number of CSeq. */
    long cseq();

    /** Returns the method of CSeq, which for a request is its method. */
    String method();

    /** Returns From. */
    NameAddr from();

    /** Returns To; its tag parameter is null outside a dialog. */
    NameAddr to();

    /** Returns the first field of that name, unfolded and trimmed, or null. Lists are not split. */
    String header(String name);

    /** Returns every value of that header in order, comma lists split where the header's grammar is a list. */
    List<String> headers(String name);

    /** Returns every value of Contact, Route, Path and other name-addr lists. */
    List<NameAddr> addresses(String name);

    /**
     * Parses headers with JAIN-SIP's parser.
     *
     * @throws java.text.ParseException naming the header when one of them is broken
     */
    <H extends Header> List<H> parsed(String name, Class<H> type) throws java.text.ParseException;

    /** Parses the whole message into JAIN-SIP's model: slow, a copy. */
    Message toJainSip() throws java.text.ParseException;

    /** Returns the body, a copy; empty when there is none. */
    byte[] body();

    /** Returns how long the message is, in bytes. */
    int size();

    /** Returns the message as it would go out, a copy. */
    byte[] encode();
}
