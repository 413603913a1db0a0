package org.hotcut.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1", "fe80::", "1:2:3:4:5:6:7:8"})
    void areWrittenInTheirShortForm(String text) throws UnknownHostException {
        assertEquals(text, Addresses.text(InetAddress.getByName(text)));
    }
}
