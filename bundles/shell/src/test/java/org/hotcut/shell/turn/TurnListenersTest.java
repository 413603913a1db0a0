package org.hotcut.shell.turn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TurnListenersTest {
    @Test
    void areThoseWhoseConfigurationSaysSo() {
        assertEquals(true, TurnListeners.isSpoken("turn"));
        assertEquals(true, TurnListeners.isSpoken("sip, Turn"));
        assertEquals(true, TurnListeners.isSpoken(new String[] {"sip", "turn"}));
        assertEquals(false, TurnListeners.isSpoken("sip,acme"));
        assertEquals(false, TurnListeners.isSpoken(null));
    }
}
