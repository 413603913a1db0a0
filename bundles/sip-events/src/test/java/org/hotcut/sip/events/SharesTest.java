package org.hotcut.sip.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.hotcut.sip.api.event.StoredMessage;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares();

    @Test
    void aRowOfRefusalsIsOneLineInTheLog() {
        shares.add(message("1", "alice@example.org"));
        shares.add(message("2", "alice@example.org"));
        assertEquals(1, lines(() -> {
            assertTrue(shares.isSpent(message("3", "alice@example.org"), 2));
            assertTrue(shares.isSpent(message("4", "alice@example.org"), 2));
        }));
        shares.remove(message("1", "alice@example.org"));
        assertFalse(shares.isSpent(message("3", "alice@example.org"), 2));
        shares.add(message("3", "alice@example.org"));
        assertEquals(1, lines(() -> assertTrue(shares.isSpent(message("5", "alice@example.org"), 2))));
    }

    @Test
    void aShareIsOfOneSenderForOneUser() {
        shares.add(message("1", "alice@example.org"));
        assertFalse(shares.isSpent(message("2", "carol@example.org"), 1));
        assertTrue(shares.isSpent(message("2", "alice@example.org"), 1));
    }

    private static long lines(Runnable action) {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return log.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("alice@example.org has filled his share of the mailbox of bob@example.org")).count();
    }

    private static StoredMessage message(String id, String sender) {
        return new StoredMessage(id, "bob@example.org", sender, "", "", "", 1, List.of(), new byte[0], 0, Long.MAX_VALUE);
    }
}
