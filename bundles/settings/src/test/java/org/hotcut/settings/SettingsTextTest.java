package org.hotcut.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

import org.junit.jupiter.api.Test;

class SettingsTextTest {
    private static final String TEXT = "# Who is believed.\n\n# such as a PBX:\\\ntrusted = 192.0.2.1, \\\n    192.0.2.2\ntrustRegister=true\n  # last\noutgoing: public\n";

    private static String edit(String text, Map<String, Object> changed, String... removed) throws IOException {
        return new SettingsText(text).edit(changed, Set.of(removed));
    }

    @Test
    void aSettingIsChangedWhereItStandsAndNothingElseIs() throws IOException {
        assertEquals(TEXT.replace("192.0.2.1, \\\n    192.0.2.2", "192.0.2.3"), edit(TEXT, Map.of("trusted", "192.0.2.3")));
        assertEquals(TEXT.replace("outgoing: public", "outgoing ="), edit(TEXT, Map.of("outgoing", "")));
    }

    @Test
    void whatStandsThereAlreadyIsNotTouched() throws IOException {
        assertEquals(TEXT, edit(TEXT, Map.of("trusted", "192.0.2.1, 192.0.2.2", "trustRegister", true)));
    }

    @Test
    void whatIsNewComesLast() throws IOException {
        assertEquals(TEXT + "devices = a=b@example.org\n", edit(TEXT, Map.of("devices", "a=b@example.org")));
        assertEquals("devices = x\n", edit("", Map.of("devices", "x")));
        assertEquals("a = b\nc = d\n", edit("a = b", Map.of("c", "d")));
    }

    @Test
    void whatIsRemovedGoesWithAllItsLines() throws IOException {
        assertEquals(TEXT.replace("trusted = 192.0.2.1, \\\n    192.0.2.2\n", ""), edit(TEXT, Map.of(), "trusted"));
    }

    @Test
    void ofASettingThatStandsTwiceOneIsLeft() throws IOException {
        assertEquals("a = 3\nb = 1\n", edit("a = 1\nb = 1\na = 2\n", Map.of("a", "3")));
    }

    @Test
    void linesEndAsTheyDid() throws IOException {
        assertEquals("# x\r\na = 2\r\nb = 3\r\nc = 4\r\n", edit("# x\r\na = 1\r\nb = 3\r\n", Map.of("a", 2, "c", "4")));
    }

    @Test
    void severalValuesAreOneTextWithCommas() throws IOException {
        assertEquals("a = x, y\nb = 1, 2\n", edit("a =\nb =\n", Map.of("a", new String[] {"x", "y"}, "b", List.of(1, 2))));
    }

    @Test
    void whateverAValueHoldsIsReadAgain() throws IOException {
        for (String value : List.of("a=b:c#d!e", " led by a space", "two\nlines\tand more", "\u00fc\u20ac\u0001", "ends with =", "'quoted' \"twice\"")) {
            Properties read = new Properties();
            read.load(new StringReader(edit("a = x\nkey with\\ space = 1\n", Map.of("a", value, "key with", value))));
            assertEquals(value, read.getProperty("a"));
        }
    }

    /** File install takes the first of two backslashes away, and puts something in the place of a name in braces. */
    @Test
    void whatFileInstallWouldTakeForItsOwnIsEscapedForIt() throws IOException {
        Properties read = new Properties();
        read.load(new StringReader(edit("", Map.of("a", "C:\\x ${karaf.etc} {b}"))));
        assertEquals("C:\\\\x $\\{karaf.etc\\} \\{b\\}", read.getProperty("a"));
    }

    @Test
    void whereAllValuesSayWhatTheyAreAnotherOneDoesToo() throws IOException {
        assertEquals("port = I\"5060\"\nname = \"b \\\"c\\\"\"\n", edit("port = I\"5060\"\nname = \"a\"\n", Map.of("name", "b \"c\"")));
    }
}
