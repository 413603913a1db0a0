package org.hotcut.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void isATableForPeople() {
        Listing listing = new Listing("address", "expiresIn", "reachable");
        listing.row("alice@example.org", 3_600L, true);
        listing.row("bob@example.org", null, false);
        List<String> lines = printed(listing, false).lines().toList();
        assertTrue(lines.get(0).matches("Address +.* Expires in +.* Reachable *"), lines.get(0));
        assertTrue(lines.get(2).contains("alice@example.org") && lines.get(2).contains("3600") && lines.get(2).contains("yes"), lines.get(2));
        assertTrue(lines.get(3).contains("no"), lines.get(3));
    }

    @Test
    void whatStrangersCallThemselvesDoesNothingToTheTerminal() {
        Listing listing = new Listing("agent");
        listing.row("\u001b]0;x\u0007 \u009b31m\n\u2028\u202egro");
        assertTrue(printed(listing, false).contains("?]0;x? ?31m???gro"), printed(listing, false));
    }

    @Test
    void isAnArrayOfObjectsForPrograms() {
        Listing listing = new Listing("address", "q", "reachable", "users", "security");
        listing.row("a \"quoted\" name", 0.5, true, List.of("x", "y"), null);
        assertEquals("""
            [
              {
                "address": "a \\"quoted\\" name",
                "q": 0.5,
                "reachable": true,
                "users": [
                  "x",
                  "y"
                ],
                "security": null
              }
            ]
            """, printed(listing, true));
    }

    @Test
    void saysInASentenceThatThereIsNothing() {
        assertEquals("Nobody is registered\n", printed(new Listing("address"), false));
        assertEquals("[]\n", printed(new Listing("address"), true));
    }

    @Test
    void otherValuesAreJsonTexts() {
        assertEquals("\"NaN\"", Json.text(Double.NaN));
        assertEquals("{\n  \"a\": 1\n}", Json.text(Map.of("a", 1)));
        assertEquals("\"[1, 2]\"", Json.text(new Object() {
            @Override
            public String toString() {
                return Arrays.asList(1, 2).toString();
            }
        }));
    }

    private static String printed(Listing listing, boolean json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        listing.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), json, "Nobody is registered");
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
