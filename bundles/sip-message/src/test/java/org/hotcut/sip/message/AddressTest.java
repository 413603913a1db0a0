package org.hotcut.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "<sip:a@b> | '' | sip:a@b | -",
        "Alice Smith <sip:a@b;x>;tag=1 | Alice Smith | sip:a@b;x | 1",
        "caller<sip:a@b>;TAG=1 | caller | sip:a@b | 1",
        "\"A, \\\"B\\\" \\\\ <c;tag=9>\" <sip:a@b> ; x ; Tag = 1 ; y | 'A, \"B\" \\ <c;tag=9>' | sip:a@b | 1",
        "\"\"<sip:a@b>;tag=\"q;\\\"t\" | '' | sip:a@b | 'q;\"t'",
        "sip:a@b;tag=1 | '' | sip:a@b | 1",
        "sip:a@b | '' | sip:a@b | -",
        "tel:+1 ;tag=1 | '' | tel:+1 | 1",
        "Jos\u00e9 <sip:a@b>;tag | Jos\u00e9 | sip:a@b | ''",
        "<sip:a,b@c?d=e>;tag=1 | '' | sip:a,b@c?d=e | 1",
        "<sip:u@[2001:db8::1]:5060;lr>;received=[::1] | '' | sip:u@[2001:db8::1]:5060;lr | -"})
    void itsPartsAreRead(String text, String name, String uri, String tag) {
        Address address = AddressParser.parse(text);
        assertEquals(name, address.displayName());
        assertEquals(uri, address.uri().text());
        assertEquals(tag, address.param("tag"));
        assertEquals(text, address.text());
    }

    @Test
    void aParameterOfTheUriIsNoneOfTheHeader() {
        Address address = AddressParser.parse("<sip:a@b;expires=5>;q=0.5");
        assertNull(address.param("expires"));
        assertEquals("5", address.uri().param("Expires"));
        assertNull(address.uri().param("q"));
        assertEquals("0.5", address.param("Q"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "bob", "<>", "<sip:a@b", "sip:a@b>", "\"x <sip:a@b>", "\"x\" sip:a@b", "<sip:a@b>;", "<sip:a@b>;;x", "<sip:a@b>;=x", "<sip:a@b> x",
        "<sip:a@b>, <sip:c@d>", "sip:a@b?x=y", "sip:a@b,c", "< sip:a@b>", "<sip:a@b>;x=\"y", "a <b <sip:a@b>", "<sip:a@b>>"})
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> AddressParser.parse(text));
    }
}
