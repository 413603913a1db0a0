package org.hotcut.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    private static final String GOOD = "Digest username=\"alice\", realm=\"example.org\", nonce=\"n\", uri=\"sip:example.org\", response=\"00\", "
        + "cnonce=\"c\", qop=auth, nc=0000000a, algorithm=SHA-256";

    @Test
    void readsEveryParameter() throws MalformedCredentialsException {
        Credentials credentials = Credentials.find(List.of(GOOD), "example.org");
        assertEquals(new Credentials("alice", "example.org", "n", "sip:example.org", "00", "SHA-256", "c", "auth", "0000000a", 10), credentials);
    }

    @Test
    void readsOtherSpellingsOfTheSame() throws MalformedCredentialsException {
        String odd = "dIGEST\tUserName = \"al\\ice\\\"\",realm=\"example.org\" ,\r\n nonce=n,"
            + "uri=\"sip:example.org\",response=\"00\",cnonce=\"c\\\\\",qop=\"auth\",nc=0000000A";
        Credentials credentials = Credentials.find(List.of(odd), "example.org");
        assertEquals("alice\"", credentials.username());
        assertEquals("c\\\\", credentials.cnonce(), "what is hashed stays as it was sent");
        assertEquals("MD5", credentials.algorithm());
        assertEquals(10, credentials.count());
    }

    @Test
    void looksOnlyAtItsOwnRealmAndScheme() throws MalformedCredentialsException {
        assertNull(Credentials.find(List.of(), "example.org"));
        assertNull(Credentials.find(List.of(GOOD, "Bearer abc"), "example.com"));
        assertNotNull(Credentials.find(List.of("Bearer abc", GOOD.replace("example.org\", nonce", "other\", nonce"), GOOD), "example.org"));
        assertTrue(Credentials.isFor(GOOD, "example.org"));
        assertFalse(Credentials.isFor("Digest realm", "example.org"));
    }

    @Test
    void refusesTwoForOneRealm() {
        assertEquals("Two credentials for one realm",
            assertThrows(MalformedCredentialsException.class, () -> Credentials.find(List.of(GOOD, GOOD), "example.org")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"qop=auth, ", "nc=0000000a, ", "cnonce=\"c\", ", "username=\"alice\", ", "nonce=\"n\", ", "uri=\"sip:example.org\", ", "response=\"00\", "})
    void refusesWhatLacksAParameter(String parameter) {
        assertThrows(MalformedCredentialsException.class, () -> Credentials.find(List.of(GOOD.replace(parameter, "")), "example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest realm=\"example.org", "Digest realm=\"example.org\" nonce=\"n\"", "Digest realm", "Digest =x", "Digest realm=\"example.org\\",
        "Digest realm=\"example.org\", realm=\"example.org\"", "Digest ,"})
    void refusesWhatBreaksTheGrammar(String value) {
        assertThrows(MalformedCredentialsException.class, () -> Credentials.find(List.of(value), "example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=1", "nc=0000000g", "nc=000000001", "qop=auth-int"})
    void refusesValuesWeDidNotAskFor(String value) {
        String name = value.substring(0, value.indexOf('='));
        String changed = GOOD.replaceAll(" " + name + "=[^,]*", " " + value);
        assertThrows(MalformedCredentialsException.class, () -> Credentials.find(List.of(changed), "example.org"));
    }

    @Test
    void refusesEndlessOnesUnread() {
        String endless = "Digest realm=\"" + "x".repeat(5_000) + '"';
        assertThrows(MalformedCredentialsException.class, () -> Credentials.find(List.of(endless), "example.org"));
    }
}
