package org.hotcut.shell.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.core.api.net.Verdict;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.RecordingFlows;
import org.junit.jupiter.api.Test;

class EvictedTest {
    private final RecordingFlows flows = new RecordingFlows();
    private final FakeLocation location = new FakeLocation();

    private Flow device(String name, String user, int port) {
        Flow flow = flows.open(Protocol.TLS, "192.0.2.9", port);
        return flows.judged(flow, Verdict.proven("1", List.of(new Identity(Kind.DEVICE, name, "test"), new Identity(Kind.USER, user, "test")), Long.MAX_VALUE));
    }

    @Test
    void whatTheDeviceRegisteredAsThatUserGoesAndItsLine() {
        Flow phone = device("PHONE", "alice@example.org", 1);
        Flow other = device("other", "alice@example.org", 2);
        location.bind("alice@example.org", "sip:alice@192.0.2.9:1", phone).bind("alice@example.org", "sip:alice@192.0.2.9:2", other)
            .bind("carol@example.org", "sip:carol@192.0.2.9:1", phone);
        Evicted evicted = new Evicted(flows, location, List.of(new Mapping("phone", "alice@example.org")));
        assertTrue(flows.isOpen(phone));
        evicted.remove();
        assertFalse(flows.isOpen(phone));
        assertTrue(flows.isOpen(other));
        assertEquals(List.of("sip:alice@192.0.2.9:2"), location.find("alice@example.org").stream().map(binding -> binding.contact()).toList());
        assertEquals(1, location.find("carol@example.org").size());
    }

    @Test
    void nobodyGoesWhoProvedTheUserOtherwise() {
        Flow person = flows.judged(flows.open(Protocol.TLS, "192.0.2.9", 3), Verdict.proven("1", List.of(new Identity(Kind.USER, "alice@example.org", "test")), Long.MAX_VALUE));
        new Evicted(flows, location, List.of(new Mapping("phone", "alice@example.org"))).remove();
        assertTrue(flows.isOpen(person));
        assertEquals(List.of(), location.changes());
    }
}
