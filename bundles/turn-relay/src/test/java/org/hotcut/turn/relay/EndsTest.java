package org.hotcut.turn.relay;

import static org.hotcut.turn.relay.Fixture.CLIENT;
import static org.hotcut.turn.relay.Fixture.PEER;
import static org.hotcut.turn.relay.Fixture.allocate;
import static org.hotcut.turn.relay.Fixture.channelData;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.ban.Admission;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.Action;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.Reach;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends an allocation, a permission or a channel from outside, within a second; and that nothing else ends with it. */
class EndsTest {
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.2", 40_000);

    @TempDir
    Path data;
    private Fixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new Fixture(data);
        fixture.accounts.domain("example.org", DigestAlgorithm.MD5).user("alice", "example.org", "secret").user("bob", "example.org", "secret");
        fixture.allocated();
        fixture.ask(fixture.front, BOB, fixture.request(new Decision.Apply(allocate(), Fixture.proof("bob"))));
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void aBannedSource() throws Exception {
        fixture.bans.treat(CLIENT.getAddress(), Admission.REFUSED);
        fixture.loops.advance(Duration.ofSeconds(1));
        assertNull(fixture.info(CLIENT));
        assertNotNull(fixture.info(BOB));
    }

    @Test
    void anAccountThatIsRemovedButNotOneWithAnotherPassword() {
        fixture.relay.accountChanged("alice", "example.org");
        assertNotNull(fixture.info(CLIENT));
        fixture.accounts.removeUser("alice", "example.org");
        fixture.relay.accountChanged("alice", "example.org");
        assertNull(fixture.info(CLIENT));
        assertNotNull(fixture.info(BOB));
    }

    @Test
    void manyAccountsAtOnce() {
        fixture.accounts.removeUser("bob", "example.org");
        fixture.relay.accountChanged(null, null);
        assertNotNull(fixture.info(CLIENT));
        assertNull(fixture.info(BOB));
        fixture.accounts.removeUser("alice", "example.org");
        fixture.relay.accountChanged(null, "example.org");
        assertNull(fixture.info(CLIENT));
    }

    @Test
    void whoWasRemovedWhileWeWereNotThereAsSoonAsDomainsAreKnown() throws Exception {
        fixture.close();
        fixture = new Fixture(data, fixture.clock, Map.of());
        fixture.accounts.domain("example.org", DigestAlgorithm.MD5).user("bob", "example.org", "secret");
        assertNotNull(fixture.info(CLIENT));
        fixture.relay.domainsChanged(fixture.accounts.domains());
        assertNull(fixture.info(CLIENT));
        assertNotNull(fixture.info(BOB));
    }

    @Test
    void nobodyWhileAccountsAreAway() {
        fixture.accounts.removeUser("alice", "example.org");
        fixture.accounts.mode(org.hotcut.testkit.FakeAccounts.Mode.FAILS);
        fixture.relay.accountChanged("alice", "example.org");
        assertNotNull(fixture.info(CLIENT));
    }

    @Test
    void anAccountThatAnotherProgramHasRemoved() {
        fixture.loops.advance(Duration.ofSeconds(2));
        fixture.accounts.removeUser("alice", "example.org");
        fixture.loops.advance(Duration.ofMinutes(3));
        assertNull(fixture.info(CLIENT));
        assertNotNull(fixture.info(BOB));
    }

    @Test
    void anAccountThatIsRemovedWhileItsAllocationIsMade() {
        InetSocketAddress carol = new InetSocketAddress("192.0.2.5", 40_000);
        fixture.ask(fixture.front, carol, fixture.request(new Decision.Apply(allocate(), Fixture.proof("carol"))));
        assertNotNull(fixture.info(carol));
        fixture.loops.advance(Duration.ofSeconds(1));
        assertNull(fixture.info(carol));
    }

    @Test
    void anAccountThatWasRemovedWhenNobodyCouldSay() {
        fixture.accounts.removeUser("alice", "example.org");
        fixture.accounts.mode(org.hotcut.testkit.FakeAccounts.Mode.FAILS);
        fixture.relay.accountChanged("alice", "example.org");
        fixture.loops.advance(Duration.ofMinutes(3));
        assertNotNull(fixture.info(CLIENT));
        fixture.accounts.mode(org.hotcut.testkit.FakeAccounts.Mode.ANSWERS);
        fixture.loops.advance(Duration.ofMinutes(3));
        assertNull(fixture.info(CLIENT));
        assertNotNull(fixture.info(BOB));
    }

    @Test
    void aDomainThatIsRemoved() {
        fixture.relay.domainsChanged(fixture.accounts.domains());
        assertNotNull(fixture.info(CLIENT));
        fixture.relay.domainsChanged(List.of());
        assertEquals(List.of(), fixture.admin.allocations());
    }

    @Test
    void accountsThatAreNotOursAreNotAskedFor() {
        InetSocketAddress guest = new InetSocketAddress("192.0.2.3", 40_000);
        Proof proof = new Proof(new Owner("1234:guest", "guest", false, 0), "example.org", 1, new byte[16], false);
        fixture.ask(fixture.front, guest, fixture.request(new Decision.Apply(allocate(), proof)));
        fixture.relay.accountChanged(null, null);
        fixture.relay.domainsChanged(List.of());
        assertNotNull(fixture.info(guest));
    }

    @Test
    void theRegistrationThatItWasMadeForAndNoOther() {
        InetSocketAddress phone = new InetSocketAddress("192.0.2.4", 40_000);
        Proof proof = new Proof(new Owner("1234:alice", "alice@example.org", true, 77), "example.org", 1, new byte[16], false);
        fixture.ask(fixture.front, phone, fixture.request(new Decision.Apply(allocate(), proof)));
        fixture.loops.advance(Duration.ofSeconds(2));
        assertNotNull(fixture.info(phone), "while registrations are away, none has ended");
        Map<Long, Binding> live = new HashMap<>(Map.of(77L, new Binding("alice@example.org", "sip:alice", List.of(), null, false, "n", null, 0, 1000, null, null, null, "c", 1, 0, true, 77)));
        fixture.relay.bindLocation((Location) Proxy.newProxyInstance(Location.class.getClassLoader(), new Class<?>[] {Location.class},
            (proxy, method, arguments) -> live.get((Long) arguments[0])));
        fixture.loops.advance(Duration.ofSeconds(2));
        assertNotNull(fixture.info(phone));
        live.clear();
        fixture.loops.advance(Duration.ofSeconds(1));
        assertNull(fixture.info(phone));
        assertNotNull(fixture.info(CLIENT));
    }

    @Test
    void theAdminsWord() {
        assertEquals(1, fixture.admin.end(info -> info.account().equals("bob@example.org"), "kicked"));
        assertNotNull(fixture.info(CLIENT));
        assertNull(fixture.info(BOB));
    }

    @Test
    void anAddressThatIsNotRelayedFromAnyMore() {
        fixture.config.put("addresses", new String[] {"127.0.0.2"});
        fixture.relay.modified(fixture.config());
        assertEquals(List.of(), fixture.admin.allocations());
        fixture.ask(allocate());
        assertEquals("127.0.0.2", fixture.info(CLIENT).bound().get(0).getAddress().getHostAddress());
    }

    @Test
    void whatNewRulesForbidAndNothingElse() throws Exception {
        fixture.permit("198.51.100.7", "198.51.100.8");
        InetSocketAddress other = new InetSocketAddress("198.51.100.8", 5004);
        fixture.bindChannel(0x4000, PEER);
        fixture.bindChannel(0x4001, other);
        fixture.policy.says("198.51.100.7", Reach.none("closed"));
        fixture.loops.advance(Duration.ofMillis(500));
        assertEquals(List.of(other.getAddress()), fixture.info(CLIENT).permissions());
        assertEquals(List.of("0x4001 198.51.100.8:5004"), fixture.info(CLIENT).channels());
        fixture.front.receive(channelData(0x4000, "hello"), CLIENT);
        assertNull(fixture.relaySocket(CLIENT).take());
        fixture.front.receive(channelData(0x4001, "hello"), CLIENT);
        assertNotNull(fixture.relaySocket(CLIENT).take());
    }

    @Test
    void portsThatNewRulesForbid() throws Exception {
        fixture.permit("198.51.100.7");
        InetSocketAddress inside = new InetSocketAddress("198.51.100.7", 10_000);
        fixture.bindChannel(0x4000, PEER);
        fixture.bindChannel(0x4001, inside);
        fixture.policy.says("198.51.100.7", new Reach(Reach.Kind.PORTS, List.of(new Reach.PortRange(10_000, 20_000)), "media of the PBX"));
        fixture.loops.advance(Duration.ofMillis(500));
        assertEquals(List.of("0x4001 198.51.100.7:10000"), fixture.info(CLIENT).channels());
        fixture.relaySocket(CLIENT).receive(new byte[1], PEER);
        assertNull(fixture.front.take());
        fixture.relaySocket(CLIENT).receive(new byte[1], inside);
        assertNotNull(fixture.front.take());
    }

    @Test
    void newRulesHoldForEachOfManyAllocations() throws Exception {
        fixture.config.put("allocations_user", 0);
        fixture.relay.modified(fixture.config());
        for (int port = 1; port <= 450; port++) {
            InetSocketAddress client = new InetSocketAddress("192.0.2.77", port);
            fixture.ask(client, allocate());
            fixture.ask(client, new Action.Permit(List.of(PEER.getAddress())));
        }
        fixture.policy.says("198.51.100.7", Reach.none("closed"));
        fixture.loops.advance(Duration.ofSeconds(1));
        assertEquals(0, fixture.admin.allocations().stream().filter(info -> !info.permissions().isEmpty()).count());
    }

    @Test
    void rulesThatStayAreAskedOnce() throws Exception {
        fixture.permit("198.51.100.7");
        fixture.loops.advance(Duration.ofSeconds(1));
        int asked = fixture.policy.asked;
        fixture.loops.advance(Duration.ofSeconds(30));
        assertEquals(asked, fixture.policy.asked);
    }

    @Test
    void whatIsAtItsEndGivesEverythingBack() throws Exception {
        fixture.permit("198.51.100.7");
        fixture.ask(new Action.Refresh(0, null));
        fixture.admin.end(info -> true, "all");
        assertEquals(0, fixture.sockets.open());
        assertEquals(0, fixture.relay.services().ports.taken());
        assertEquals(0, fixture.relay.services().quotas.total());
        assertEquals(0, fixture.relay.services().clients.size());
        assertEquals(List.of(), fixture.relay.services().store.rows());
        assertEquals(2L, fixture.admin.status().get("ended"));
        assertEquals("{allocations=0}", fixture.admin.status().get("held").toString());
    }

    @Test
    void itIsKnownWhereARelayedAddressIs() throws Exception {
        InetSocketAddress bound = fixture.info(CLIENT).bound().get(0);
        assertEquals(true, fixture.admin.isRelayed(bound));
        assertEquals(List.of(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("::1")), fixture.admin.addresses());
        fixture.ask(new Action.Refresh(0, null));
        assertEquals(false, fixture.admin.isRelayed(bound));
    }
}
