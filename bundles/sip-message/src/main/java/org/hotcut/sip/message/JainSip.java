package org.hotcut.sip.message;

import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;

import javax.sip.header.Header;
import javax.sip.message.Message;

import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.SIPHeaderList;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.StringMsgParser;

/** The bridge to the reference implementation's parser; slow, for who asks. Registers nothing with it. */
public final class JainSip {
    private JainSip() { }

    /**
     * Parses one header line and adds what is in it.
     *
     * @throws ParseException naming the header when it is broken or not of this type
     */
    static <H extends Header> void header(String name, String value, Class<H> type, List<H> into) throws ParseException {
        SIPHeader parsed = ParserFactory.createParser(name + ": " + value + "\n").parse();
        if (!(parsed instanceof SIPHeaderList<?> list)) {
            into.add(cast(name, parsed, type));
            return;
        }
        for (Object element : list) {
            into.add(cast(name, element, type));
        }
    }

    private static <H extends Header> H cast(String name, Object header, Class<H> type) throws ParseException {
        if (!type.isInstance(header)) {
            throw new ParseException(name + " is no " + type.getSimpleName(), 0);
        }
        return type.cast(header);
    }

    /**
     * Encodes a request.
     *
     * @throws IllegalArgumentException naming the fault of what it is encoded to
     */
    public static Request request(javax.sip.message.Request request) {
        try {
            if (Parser.parse(encoded(request)) instanceof Request read) {
                return read;
            }
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("A JAIN-SIP request that is encoded to none: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("A JAIN-SIP request that is encoded to a response");
    }

    // as text a body that is no text would be lost; the implementation writes the transport it is given into the topmost Via
    private static byte[] encoded(Message message) {
        if (!(message instanceof SIPMessage known)) {
            return message.toString().getBytes(StandardCharsets.UTF_8);
        }
        if (known.getTopmostVia() == null) {
            throw new IllegalArgumentException("A JAIN-SIP request without a Via");
        }
        return known.encodeAsBytes(known.getTopmostVia().getTransport());
    }

    static Message message(byte[] bytes) throws ParseException {
        return new StringMsgParser().parseSIPMessage(bytes, true, false, null);
    }
}
