package org.hotcut.system;

import java.nio.file.Path;
import java.util.List;

import org.hotcut.system.RiPhone.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stack of JAIN-SIP RI, as client and as server, with the packaged server between: users prove who they are, call, fork, cancel and hang up. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JainSipIT {
    @TempDir
    private static Path folder;
    private Server server;
    private int port = 5100;

    @BeforeAll
    void start() throws Exception {
        Peers.needNamespace();
        server = Server.unpack(folder).start();
        server.shell("domain:add example.org; user:add alice@example.org wonderland; user:add bob@example.org builder");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theCallerHangsUp(String transport) throws Exception {
        try (RiPhone alice = alice(transport); RiPhone bob = bob(transport)) {
            Event up = establish(alice, bob);
            alice.hangUp(up.dialog());
            bob.await("BYE");
            alice.await("200 to BYE");
            leave(alice, bob);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theCalleeHangsUp(String transport) throws Exception {
        try (RiPhone alice = alice(transport); RiPhone bob = bob(transport)) {
            alice.call("bob");
            Event invite = bob.await("INVITE");
            alice.await("180 to INVITE");
            bob.answer(invite, 200);
            alice.await("200 to INVITE");
            bob.hangUp(bob.await("ACK").dialog());
            alice.await("BYE");
            bob.await("200 to BYE");
            leave(alice, bob);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theCallerGivesUp(String transport) throws Exception {
        try (RiPhone alice = alice(transport); RiPhone bob = bob(transport)) {
            alice.call("bob");
            Event invite = bob.await("INVITE");
            alice.cancel(alice.await("180 to INVITE"));
            bob.await("CANCEL");
            alice.await("200 to CANCEL");
            bob.answer(invite, 487);
            alice.await("487 to INVITE");
            leave(alice, bob);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void theCalleeIsBusy(String transport) throws Exception {
        try (RiPhone alice = alice(transport); RiPhone bob = bob(transport)) {
            alice.call("bob");
            Event invite = bob.await("INVITE");
            alice.await("180 to INVITE");
            bob.answer(invite, 486);
            alice.await("486 to INVITE");
            leave(alice, bob);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void twoPhonesRingTheFirstToAnswerHasTheCallTheOtherIsCancelled(String transport) throws Exception {
        try (RiPhone alice = alice(transport); RiPhone desk = bob(transport); RiPhone mobile = bob(transport)) {
            alice.call("bob");
            Event ringingDesk = desk.await("INVITE");
            Event ringingMobile = mobile.await("INVITE");
            alice.await("180 to INVITE");
            alice.await("180 to INVITE");
            mobile.answer(ringingMobile, 200);
            desk.await("CANCEL");
            desk.answer(ringingDesk, 487);
            Event up = alice.await("200 to INVITE");
            mobile.await("ACK");
            alice.hangUp(up.dialog());
            mobile.await("BYE");
            alice.await("200 to BYE");
            leave(alice, desk, mobile);
        }
    }

    private static Event establish(RiPhone alice, RiPhone bob) throws Exception {
        alice.call("bob");
        Event invite = bob.await("INVITE");
        alice.await("180 to INVITE");
        bob.answer(invite, 200);
        Event up = alice.await("200 to INVITE");
        bob.await("ACK");
        return up;
    }

    private RiPhone alice(String transport) throws Exception {
        return registered(new RiPhone("alice", "wonderland", "127.0.5.1", ++port, transport));
    }

    private RiPhone bob(String transport) throws Exception {
        return registered(new RiPhone("bob", "builder", "127.0.5.2", ++port, transport));
    }

    private static RiPhone registered(RiPhone phone) throws Exception {
        phone.register(600);
        return phone;
    }

    private static void leave(RiPhone... phones) throws Exception {
        for (RiPhone phone : List.of(phones)) {
            phone.register(0);
        }
    }
}
