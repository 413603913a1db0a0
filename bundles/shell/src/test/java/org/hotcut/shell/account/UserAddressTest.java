package org.hotcut.shell.account;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice@example.org", "sip:alice@example.org", "sips:alice@example.org", "alice@Example.ORG"})
    void isReadWithOrWithoutAScheme(String text) {
        assertEquals(new UserAddress("alice", "example.org"), UserAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "@example.org", "alice@", ""})
    void isRefusedWithoutUserOrDomain(String text) {
        assertThrows(IllegalArgumentException.class, () -> UserAddress.parse(text));
    }

    @Test
    void aPasswordFromTheInputIsItsFirstLine() throws IOException {
        assertArrayEquals("geheim ö".toCharArray(), Password.line(input("geheim ö\r\nmore\n")));
        assertArrayEquals("x".toCharArray(), Password.line(input("x")));
        assertArrayEquals(new char[0], Password.line(input("")));
    }

    private static ByteArrayInputStream input(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
