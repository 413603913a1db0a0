package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Location;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunWriter;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.testkit.FakeKeys;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.TurnAdmin;
import org.hotcut.turn.server.auth.TimeLimited;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials that somebody else has made, and those that we make. */
class TimeLimitedTest {
    private static final Consumer<StunWriter> UDP = request -> request.uint8(Stun.REQUESTED_TRANSPORT, 17);
    private static final String ALICE = "alice@example.org";
    private static final String SOON = "1800000060";
    private static final String PAST = "1799999999";

    private final Edge edge = new Edge();

    private static String password(String hmac, String secret, String username) {
        try {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), hmac));
            return Base64.getEncoder().encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private TurnAdmin.Credentials mint(String user, long binding) {
        return new TimeLimited(edge.keys, new String[0], ":").mint(user, binding, edge.now + 60_000);
    }

    private Owner owner(Login login) {
        edge.login = login;
        return edge.applied(Stun.ALLOCATE, UDP).proof().owner();
    }

    private Offence refused(Login login) {
        edge.login = login;
        Decision.Reply reply = edge.reply(edge.signed(Stun.ALLOCATE, UDP));
        assertEquals(401, Edge.message(reply).errorCode());
        return reply.offence();
    }

    @ParameterizedTest
    @CsvSource({"HmacSHA1, older", "HmacSHA256, older", "HmacSHA1, newer", "HmacSHA256, newer"})
    void whoeverKnowsASecretMakesThem(String hmac, String secret) {
        edge.config.put("secrets", new String[] {"older, newer"});
        String name = SOON + ":guest-17";
        String password = password(hmac, secret, name);
        for (Login login : List.of(Login.old(name, password), Login.md5(name, password), Login.sha256(name, password))) {
            assertEquals(new Owner(name, "guest-17", false, 0), owner(login));
        }
    }

    @Test
    void theTimeAloneIsEnough() {
        edge.config.put("secrets", new String[] {"shared"});
        assertEquals(new Owner(SOON, SOON, false, 0), owner(Login.old(SOON, password("HmacSHA1", "shared", SOON))));
    }

    @Test
    void thereMayBeAnotherSeparator() {
        edge.config.put("secrets", new String[] {"shared"});
        edge.config.put("separator", "|");
        String name = SOON + "|guest";
        assertEquals("guest", owner(Login.old(name, password("HmacSHA1", "shared", name))).account());
        edge.config.put("separator", " ");
        name = SOON + ":guest";
        assertEquals("guest", owner(Login.old(name, password("HmacSHA1", "shared", name))).account());
    }

    @Test
    void withoutSecretsOnlyOursCount() {
        String name = SOON + ":guest";
        assertEquals(Offence.UNKNOWN_USER, refused(Login.old(name, password("HmacSHA1", "shared", name))));
        edge.config.put("secrets", new String[] {"", " "});
        assertEquals(Offence.UNKNOWN_USER, refused(Login.old(name, password("HmacSHA1", "shared", name))));
    }

    @Test
    void theyEndAndNobodyIsToBlame() {
        edge.config.put("secrets", new String[] {"shared"});
        String name = PAST + ":guest";
        assertEquals(Offence.CHALLENGED, refused(Login.old(name, password("HmacSHA1", "shared", name))));
    }

    @Test
    void theTimeCannotBeChanged() {
        edge.config.put("secrets", new String[] {"shared"});
        assertEquals(Offence.UNKNOWN_USER, refused(Login.old(SOON + ":guest", password("HmacSHA1", "shared", PAST + ":guest"))));
    }

    @Test
    void oursAreGoodTillTheirEnd() {
        TurnAdmin.Credentials made = mint("guest", 0);
        assertEquals(SOON + ":guest", made.username());
        assertEquals(edge.now + 60_000, made.until());
        assertEquals(new Owner(made.username(), "guest", false, 0), owner(Login.sha256(made.username(), made.password())));
        edge.now += 60_000;
        assertEquals(Offence.CHALLENGED, refused(Login.sha256(made.username(), made.password())));
    }

    @Test
    void oursAreNoOthersOurs() {
        TurnAdmin.Credentials one = mint("guest", 0);
        edge.keys.rotate("turn-credentials");
        assertNotEquals(one.password(), mint("guest", 0).password());
        owner(Login.old(one.username(), one.password()));
        for (int i = 0; i < 4; i++) {
            edge.keys.rotate("turn-credentials");
        }
        assertEquals(Offence.UNKNOWN_USER, refused(Login.old(one.username(), one.password())));
    }

    @Test
    void theyLastOutACallThatTheyBegan() {
        TurnAdmin.Credentials made = mint("guest", 0);
        edge.login = Login.sha256(made.username(), made.password());
        edge.allocated();
        edge.now += 600_000;
        edge.applied(Stun.REFRESH, request -> { });
    }

    @Test
    void anAccountOfOursIsKnownAsSuchAndMustBeThere() {
        TurnAdmin.Credentials made = mint("alice@Example.org", 0);
        assertEquals(new Owner(made.username(), ALICE, true, 0), owner(Login.old(made.username(), made.password())));
        edge.accounts.removeUser("alice", "example.org");
        assertEquals(Offence.CHALLENGED, refused(Login.old(made.username(), made.password())));
    }

    @Test
    void anAddressElsewhereIsAName() {
        TurnAdmin.Credentials made = mint("carol@example.com", 0);
        assertEquals(new Owner(made.username(), "carol@example.com", false, 0), owner(Login.old(made.username(), made.password())));
    }

    @Test
    void whileNobodyCanSayWhetherThereIsSuchAnAccountTheAnswerIs500() {
        TurnAdmin.Credentials made = mint(ALICE, 0);
        edge.login = Login.old(made.username(), made.password());
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.accounts.mode(FakeAccounts.Mode.FAILS);
        assertEquals(500, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void thoseOfARegistrationHoldAsLongAsItLives() {
        long key = register(ALICE);
        TurnAdmin.Credentials made = mint(ALICE, key);
        assertEquals(SOON + ":alice@example.org:" + key, made.username());
        assertEquals(new Owner(made.username(), ALICE, true, key), owner(Login.old(made.username(), made.password())));
        edge.location.change(new Location.Change(ALICE, "reg-1", 2, List.of(), List.of(), true));
        assertEquals(Offence.CHALLENGED, refused(Login.old(made.username(), made.password())));
    }

    @Test
    void thoseOfARegistrationEndWithTheAccountAndTheDomain() {
        TurnAdmin.Credentials made = mint(ALICE, register(ALICE));
        edge.accounts.removeUser("alice", "example.org");
        assertEquals(Offence.CHALLENGED, refused(Login.old(made.username(), made.password())));
        TurnAdmin.Credentials other = mint("carol@example.com", register("carol@example.com"));
        assertEquals(Offence.CHALLENGED, refused(Login.old(other.username(), other.password())));
    }

    @Test
    void anotherUsersRegistrationIsOfNoUse() {
        TurnAdmin.Credentials made = mint(ALICE, register("bob@example.org"));
        assertEquals(Offence.CHALLENGED, refused(Login.old(made.username(), made.password())));
    }

    @Test
    void theRegistrationCannotBeLeftOut() {
        TurnAdmin.Credentials made = mint(ALICE, register(ALICE));
        assertEquals(Offence.UNKNOWN_USER, refused(Login.old(SOON + ':' + ALICE, made.password())));
    }

    @Test
    void whileTheRegistrationsAreAwayTheAnswerIs500() {
        TurnAdmin.Credentials made = mint(ALICE, register(ALICE));
        edge.location = null;
        edge.login = Login.old(made.username(), made.password());
        Decision.Reply reply = edge.reply(edge.signed(Stun.ALLOCATE, UDP));
        assertEquals(500, Edge.message(reply).errorCode());
        assertNull(reply.offence());
    }

    @Test
    void aDomainMayBeAnAddressWithColons() {
        edge.accounts.user("alice", "2001:db8::1", "secret");
        TurnAdmin.Credentials plain = mint("alice@2001:db8::1", 0);
        assertEquals(new Owner(plain.username(), "alice@2001:db8::1", true, 0), owner(Login.old(plain.username(), plain.password())));
        long key = register("alice@2001:db8::1");
        TurnAdmin.Credentials registered = mint("alice@2001:db8::1", key);
        assertEquals(new Owner(registered.username(), "alice@2001:db8::1", true, key), owner(Login.old(registered.username(), registered.password())));
    }

    @Test
    void anAccountMayHaveANumberForAName() {
        edge.accounts.user("1001", "example.org", "secret").user("493012345678", "example.org", "secret");
        assertEquals("1001@example.org", owner(Login.old("1001", "secret")).account());
        assertEquals("493012345678@example.org", owner(Login.sha256("493012345678", "secret")).account());
        assertEquals("1001@example.org", owner(Login.sha256("1001@example.org", "secret")).account());
    }

    @Test
    void namesThatOnlyLookAlikeAreNobodys() {
        for (String name : List.of(":guest", "12345678901234567:guest", "-5:guest", SOON + "guest", "\u0661:guest")) {
            assertEquals(Offence.UNKNOWN_USER, refused(Login.old(name, "any")));
        }
    }

    @Test
    void namesOfAnotherFormAreNobodysThoughSignedByWhoKnowsTheSecret() {
        edge.config.put("secrets", new String[] {"shared"});
        for (String name : List.of("1".repeat(16) + ":guest", "9".repeat(19) + ":guest", "9".repeat(60), SOON + "guest", SOON + "-guest", SOON + " :guest", ":guest")) {
            assertEquals(Offence.UNKNOWN_USER, refused(Login.old(name, password("HmacSHA1", "shared", name))), name);
        }
    }

    @Test
    void whatOnlyLooksLikeAnAccountOrARegistrationIsAName() {
        edge.config.put("secrets", new String[] {"shared"});
        for (String user : List.of("@example.org", "alice@", "guest:77", "::77", "alice:77@example.com")) {
            String name = SOON + ":" + user;
            assertEquals(new Owner(name, user, false, 0), owner(Login.old(name, password("HmacSHA1", "shared", name))));
        }
    }

    @Test
    void namesWithControlCharactersAreNobodysWhoeverSignedThem() {
        edge.config.put("secrets", new String[] {"shared"});
        for (String name : List.of(SOON + ":guest\n2026-11-23 INFO all is well", SOON + ":\0", SOON + ":\u001b[2J", SOON + ":guest\u0085")) {
            assertEquals(Offence.UNKNOWN_USER, refused(Login.old(name, password("HmacSHA1", "shared", name))));
        }
    }

    @Test
    void anotherInstanceTakesThem() {
        TurnAdmin.Credentials made = new TimeLimited(new FakeKeys(), new String[0], ":").mint("guest", 0, edge.now + 60_000);
        assertEquals("guest", owner(Login.old(made.username(), made.password())).account());
    }

    /** Returns the key of the registration. */
    private long register(String address) {
        edge.location.bind(address, "sip:phone@198.51.100.7:" + (5_060 + edge.location.size()),
            new Flow(1, "udp", Protocol.UDP, new InetSocketAddress("203.0.113.1", 5_060), edge.address));
        return edge.location.find(address).get(0).key();
    }
}
