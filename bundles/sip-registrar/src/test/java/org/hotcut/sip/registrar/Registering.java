package org.hotcut.sip.registrar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.account.Identity.Kind;
import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeExchange;
import org.hotcut.testkit.FakeGruus;
import org.hotcut.testkit.FakeLocation;
import org.hotcut.testkit.FakePush;
import org.hotcut.testkit.RecordingFlows;
import org.hotcut.testkit.Sip;

/** A registrar and a client of it, {@code alice@example.org}, who has proven to be her. */
final class Registering {
    static final String ALICE = "alice@example.org";
    static final String DESK = "<sip:alice@192.0.2.1:5060>";
    static final String INSTANCE = "<urn:uuid:00000000-0000-1000-8000-000A95A0E128>";

    final FakeLocation location = new FakeLocation();
    final FakeGruus gruus = new FakeGruus(location);
    final RecordingFlows flows = new RecordingFlows();
    Settings settings = new Settings(3600, 60, 86_400, 3600, 120);
    FakePush push = new FakePush("acme", "apns");
    Flow line = flows.udp("192.0.2.1", 5060);

    /** Registers with these header lines. */
    Decision.Reply register(String... headers) {
        RegistrarHandler handler = new RegistrarHandler(location, gruus, push,
            new FakeAccounts().user("alice", "example.org", "secret").domain("example.net", DigestAlgorithm.MD5), flows, () -> "0011223344556677", settings);
        return (Decision.Reply) handler.request(new FakeExchange(Sip.request("REGISTER", "sip:example.org", headers)).flow(line)
            .identity(new Identity(Kind.USER, ALICE, "digest MD5")));
    }

    /** Returns the one thing that is bound. */
    Binding bound() {
        List<Binding> all = location.find(ALICE);
        assertEquals(1, all.size());
        return all.get(0);
    }

    static List<String> headers(Decision.Reply reply, String name) {
        return reply.headers().stream().filter(header -> header.name().equals(name)).map(Decision.HeaderField::value).toList();
    }

    static String device(int regId) {
        return DESK + ";+sip.instance=\"" + INSTANCE + "\"" + (regId > 0 ? ";reg-id=" + regId : "");
    }
}
