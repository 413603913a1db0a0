package org.hotcut.shell.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.apache.karaf.shell.api.console.Session;
import org.junit.jupiter.api.Test;

class PasswordTest {
    @Test
    void withoutATerminalASentenceSaysWhatToDo() {
        Session session = session("", null);
        IllegalArgumentException fault = assertThrows(IllegalArgumentException.class, () -> Password.read(session, null, false, true));
        assertTrue(fault.getMessage().startsWith("There is no terminal to ask for the password: give --stdin"), fault.getMessage());
    }

    @Test
    void onATerminalANewOneIsAskedForTwice() throws IOException {
        assertEquals("secret", new String(Password.read(session("", List.of("secret", "secret")), null, false, true)));
        assertThrows(IllegalArgumentException.class, () -> Password.read(session("", List.of("secret", "sceret")), null, false, true));
        assertEquals("secret", new String(Password.read(session("", List.of("secret")), null, false, false)));
    }

    @Test
    void theFirstLineOfTheInputNeedsNoTerminal() throws IOException {
        assertEquals("grüße", new String(Password.read(session("grüße\r\nmore", null), null, true, true)));
        assertThrows(IllegalArgumentException.class, () -> Password.read(session("\n", null), null, true, true));
    }

    @Test
    void anOptionAfterTheAddressIsNotTakenForThePassword() {
        assertThrows(IllegalArgumentException.class, () -> Password.read(session("", null), "--stdin", false, true));
    }

    /** A session whose user types these lines; null when it has no terminal, as Karaf's for scripts. */
    private static Session session(String input, List<String> typed) {
        InputStream keyboard = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        Queue<String> lines = new ArrayDeque<>(typed == null ? List.of() : typed);
        return (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("getKeyboard")) {
                return keyboard;
            }
            if (!method.getName().equals("readLine") || typed == null) {
                throw new UnsupportedOperationException();
            }
            return lines.remove();
        });
    }
}
