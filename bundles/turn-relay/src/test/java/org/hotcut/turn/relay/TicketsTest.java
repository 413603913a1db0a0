package org.hotcut.turn.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;

import org.hotcut.testkit.FakeKeys;
import org.junit.jupiter.api.Test;

class TicketsTest {
    private static final Tickets.Ticket TICKET = new Tickets.Ticket(77, 3);

    private final FakeKeys keys = new FakeKeys();
    private final Tickets tickets = new Tickets(keys);

    @Test
    void saysWhatWasWritten() {
        assertEquals(TICKET, tickets.read(tickets.write(TICKET)));
        assertEquals(TICKET, new Tickets(keys).read(tickets.write(TICKET)));
    }

    @Test
    void noTwoAreAlike() {
        assertFalse(Arrays.equals(tickets.write(TICKET), tickets.write(TICKET)));
    }

    @Test
    void noOctetOfItCanBeChanged() {
        byte[] ticket = tickets.write(TICKET);
        keys.rotate("turn-mobility"); // so that the next id is that of a key too
        for (int i = 0; i < ticket.length; i++) {
            byte[] changed = ticket.clone();
            changed[i] ^= 1;
            assertNull(tickets.read(changed), "octet " + i);
        }
    }

    @Test
    void isReadAfterTheKeyWasRotatedUntilThatIsForgotten() {
        byte[] ticket = tickets.write(TICKET);
        for (int i = 0; i < 4; i++) {
            keys.rotate("turn-mobility");
            assertEquals(TICKET, tickets.read(ticket));
        }
        keys.rotate("turn-mobility");
        assertNull(tickets.read(ticket));
    }

    @Test
    void whatIsNoneIsNull() {
        byte[] ticket = tickets.write(TICKET);
        assertNull(tickets.read(new byte[0]));
        assertNull(tickets.read(new byte[ticket.length]));
        assertNull(tickets.read(Arrays.copyOf(ticket, ticket.length - 1)));
        assertNull(tickets.read(Arrays.copyOf(ticket, ticket.length + 1)));
    }
}
