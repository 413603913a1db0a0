package org.hotcut.testkit;

import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.UriParser;

/** The parser that {@code sip-core} gives handlers. */
public final class TestSipParser implements SipParser {
    @Override
    public SipUri uri(String text) {
        return UriParser.parse(text);
    }

    @Override
    public NameAddr address(String text) {
        return AddressParser.parse(text);
    }
}
