package org.hotcut.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Transport;
import org.junit.jupiter.api.Test;

/** What connections may leave unfinished, all together. */
class FramingTest {
    private final LineTransport transport = new LineTransport();
    private final Slot<Transport> slot = new Slot<>();
    private final ParkingBudget budget = new ParkingBudget(10_000);

    FramingTest() {
        slot.add(new Slot.Bound<>(transport, 0, 1));
    }

    private final class Peer implements Framing.Owner {
        final Framing framing = new Framing(this, slot, new ParkingBudget(0), budget);
        final List<String> faults = new ArrayList<>();

        Peer sends(int bytes, String end) {
            framing.feed(ByteBuffer.wrap(("x".repeat(bytes) + end).getBytes(StandardCharsets.US_ASCII)));
            return this;
        }

        @Override
        public Flow flow() {
            return null;
        }

        @Override
        public int maxMessage() {
            return 65_536;
        }

        @Override
        public boolean isClosing() {
            return !faults.isEmpty();
        }

        @Override
        public void waitForTransport() {
            // nothing is read in this test
        }

        @Override
        public void malformed(Drops.Reason kind, String reason) {
            faults.add(reason);
        }

        @Override
        public void failed() {
            faults.add("failed");
        }
    }

    @Test
    void togetherTheyMayLeaveSoMuchUnfinished() {
        Peer first = new Peer().sends(7_000, "").sends(7_000, "");
        Peer second = new Peer().sends(5_000, "");
        assertEquals(List.of(), first.faults);
        assertEquals(List.of("too much waits of messages that are not whole"), second.faults);
        assertEquals(0, second.framing.waiting());
        assertEquals(List.of(), new Peer().sends(4_000, "").faults, "a little is free");
    }

    @Test
    void whatWasFinishedCountsNoMore() {
        Peer first = new Peer().sends(14_000, "").sends(0, "\n");
        assertEquals(0, budget.used());
        assertEquals(14_000, transport.messages.get(0).length());
        Peer second = new Peer().sends(14_000, "");
        assertEquals(List.of(), second.faults);
        second.framing.clear();
        assertEquals(0, budget.used());
        assertEquals(List.of(), first.faults);
    }

    @Test
    void nobodyIsPunishedForATransportThatIsAway() {
        Peer first = new Peer().sends(14_000, "");
        slot.remove(transport);
        Peer second = new Peer().sends(8_000, "\nmore");
        assertEquals(List.of(), second.faults);
        slot.add(new Slot.Bound<>(transport, 0, 2));
        second.framing.resume();
        first.sends(0, "\n");
        assertEquals(0, budget.used());
        assertEquals(2, transport.messages.size());
    }
}
