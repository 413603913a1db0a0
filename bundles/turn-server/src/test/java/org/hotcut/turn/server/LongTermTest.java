package org.hotcut.turn.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.api.ban.Offence;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.stun.LongTermKey;
import org.hotcut.stun.NonceCookie;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunClass;
import org.hotcut.stun.StunMessage;
import org.hotcut.stun.StunWriter;
import org.hotcut.testkit.FakeAccounts;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Owner;
import org.hotcut.turn.api.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8489 section 9.2. */
class LongTermTest {
    private static final Consumer<StunWriter> UDP = request -> request.uint8(Stun.REQUESTED_TRANSPORT, 17);
    private static final long HOUR = 3_600_000;

    private final Edge edge = new Edge();

    @Test
    void whoClaimsNothingIsChallengedInFewBytes() {
        Decision.Reply reply = edge.reply(Edge.begin(Stun.ALLOCATE).uint8(Stun.REQUESTED_TRANSPORT, 17).fingerprint().bytes());
        assertTrue(reply.stranger());
        assertTrue(reply.message().length <= 200, "it has " + reply.message().length + " bytes");
        StunMessage message = Edge.message(reply);
        assertEquals(StunClass.ERROR_RESPONSE, message.stunClass());
        assertEquals(401, message.errorCode());
        assertEquals("example.org", message.text(Stun.REALM));
        assertEquals(NonceCookie.PASSWORD_ALGORITHMS, NonceCookie.features(message.text(Stun.NONCE)));
        assertArrayEquals(new int[] {Stun.SHA256, Stun.MD5}, message.passwordAlgorithms());
        assertFalse(message.has(Stun.MESSAGE_INTEGRITY) || message.has(Stun.MESSAGE_INTEGRITY_SHA256) || message.has(Stun.USERNAME));
        assertTrue(message.isFingerprintRight());
    }

    @Test
    void evenALongRealmFitsIntoTheFirstAnswer() {
        edge.accounts.removeDomain("example.org");
        edge.accounts.domain("a-name-that-is-about-as-long-as-names-of-organisations-come.telephony.example.org", DigestAlgorithm.MD5);
        assertTrue(edge.reply(Edge.begin(Stun.ALLOCATE).fingerprint().bytes()).message().length <= 200);
    }

    @Test
    void everyMethodOfTurnIsChallenged() {
        for (int method : new int[] {Stun.ALLOCATE, Stun.REFRESH, Stun.CREATE_PERMISSION, Stun.CHANNEL_BIND, Stun.CONNECT, Stun.CONNECTION_BIND}) {
            StunMessage message = Edge.message(edge.reply(Edge.begin(method).bytes()));
            assertEquals(401, message.errorCode());
            assertEquals(method, message.method());
        }
    }

    @Test
    void algorithmsAreOfferedAsTheAdminLikes() {
        edge.config.put("password_algorithms", new String[] {"md5, SHA-256"});
        assertArrayEquals(new int[] {Stun.MD5, Stun.SHA256}, challenge().passwordAlgorithms());
        edge.config.put("password_algorithms", new String[] {""});
        assertFalse(challenge().has(Stun.PASSWORD_ALGORITHMS));
        assertEquals(0, NonceCookie.features(challenge().text(Stun.NONCE)));
        edge.config.put("username_anonymity", true);
        assertEquals(NonceCookie.USERNAME_ANONYMITY, NonceCookie.features(challenge().text(Stun.NONCE)));
    }

    @Test
    void aClientOfRfc5389IsBelievedByMd5() {
        edge.login = Login.old("alice", "secret");
        Proof proof = edge.applied(Stun.ALLOCATE, UDP).proof();
        assertEquals(new Owner("alice", "alice@example.org", true, 0), proof.owner());
        assertEquals("example.org", proof.realm());
        assertEquals(Stun.MD5, proof.algorithm());
        assertFalse(proof.sha256());
        assertArrayEquals(edge.login.key(), proof.key());
    }

    @Test
    void aClientOfRfc8489IsBelievedBySha256() {
        Proof proof = edge.applied(Stun.ALLOCATE, UDP).proof();
        assertEquals(new Owner("alice", "alice@example.org", true, 0), proof.owner());
        assertEquals(Stun.SHA256, proof.algorithm());
        assertTrue(proof.sha256());
        assertArrayEquals(edge.login.key(), proof.key());
    }

    @Test
    void itMayTakeMd5OfThoseOffered() {
        edge.login = Login.md5("alice", "secret");
        Proof proof = edge.applied(Stun.ALLOCATE, UDP).proof();
        assertEquals(Stun.MD5, proof.algorithm());
        assertTrue(proof.sha256());
    }

    @Test
    void passwordAlgorithmWithTheOlderIntegrityIsAnsweredByTheNewer() {
        edge.login.sha256 = false;
        assertTrue(edge.applied(Stun.ALLOCATE, UDP).proof().sha256());
    }

    @Test
    void theNameMayHaveTheDomainBehindIt() {
        for (Login login : List.of(Login.old("alice@example.org", "secret"), Login.sha256("alice@example.org", "secret"))) {
            edge.login = login;
            assertEquals(new Owner("alice@example.org", "alice@example.org", true, 0), edge.applied(Stun.ALLOCATE, UDP).proof().owner());
        }
    }

    @Test
    void aHiddenNameIsFound() {
        edge.login.hashed();
        assertEquals(new Owner("alice", "alice@example.org", true, 0), edge.applied(Stun.ALLOCATE, UDP).proof().owner());
    }

    @Test
    void aHiddenNameOfNobodyAndAWrongPasswordUnderOneAreRefusedAlike() {
        edge.login = Login.sha256("nobody", "secret").hashed();
        assertEquals(Offence.UNKNOWN_USER, refused401().offence());
        edge.login = Login.sha256("alice", "wrong").hashed();
        assertEquals(Offence.WRONG_PASSWORD, refused401().offence());
    }

    @Test
    void unknownUsersAreLookedUpAsOftenAsThoseThereAre() {
        assertEquals(asked(Login.sha256("alice", "wrong")), asked(Login.sha256("nobody", "wrong")));
        assertEquals(asked(Login.sha256("alice", "wrong")), asked(Login.sha256("alice@elsewhere.net", "wrong")));
        assertEquals(asked(Login.sha256("alice", "wrong").hashed()), asked(Login.sha256("nobody", "wrong").hashed()));
    }

    private int asked(Login login) {
        int before = edge.accounts.asked().size();
        edge.login = login;
        refused401();
        return edge.accounts.asked().size() - before;
    }

    @Test
    void wrongPasswordsAndUnknownUsersGetTheSameAnswer() {
        edge.login = Login.sha256("alice", "wrong");
        Decision.Reply wrong = refused401();
        assertEquals(Offence.WRONG_PASSWORD, wrong.offence());
        edge.login = Login.sha256("nobody", "wrong");
        Decision.Reply unknown = refused401();
        assertEquals(Offence.UNKNOWN_USER, unknown.offence());
        assertEquals(wrong.message().length, unknown.message().length);
        edge.login = Login.sha256("alice@elsewhere.net", "wrong");
        assertEquals(Offence.UNKNOWN_USER, refused401().offence());
        edge.login = Login.old("alice", "wrong");
        assertEquals(Offence.WRONG_PASSWORD, refused401().offence());
    }

    @Test
    void aPasswordThatAnotherProgramHasChangedIsAskedForAnew() {
        edge.accounts.remember("alice", "example.org");
        edge.accounts.user("alice", "example.org", "newer");
        edge.login = Login.sha256("alice", "newer");
        edge.applied(Stun.ALLOCATE, UDP);
    }

    @Test
    void usersOfADomainWithAnotherRealmCannotUseTheirPasswordsHere() {
        edge.accounts.user("carol", "example.net", "secret");
        edge.login = Login.sha256("carol@example.net", "secret");
        assertEquals(401, Edge.message(refused401()).errorCode());
        edge.login = Login.sha256("carol@example.net", "secret");
        edge.login.challenged(challenge()).realm = "example.net";
        assertEquals(401, Edge.message(edge.reply(edge.signed(Stun.ALLOCATE, UDP))).errorCode());
    }

    @Test
    void theRealmIsThatOfTheDefaultDomain() {
        FakeAccounts others = new FakeAccounts().domain(new Domain("example.com", "Example", List.of(DigestAlgorithm.MD5))).domain("example.net", DigestAlgorithm.MD5);
        StunMessage message = StunMessage.of(((Decision.Reply) new TurnServer(others, edge.keys, null, TestConfig.with(edge.config))
            .decide(edge.request(Edge.begin(Stun.ALLOCATE).bytes())).toCompletableFuture().join()).message());
        assertEquals("Example", message.text(Stun.REALM));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "abc", "zz"})
    void aHashThatIsNoneProvesNothing(String hash) {
        Account broken = new Account("alice", "example.org", "example.org", Map.of(DigestAlgorithm.SHA_256, new Account.Ha1(hash, null)));
        Accounts accounts = (Accounts) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Accounts.class},
            (proxy, method, arguments) -> method.getName().equals("domains") ? edge.accounts.domains() : CompletableFuture.completedStage(broken));
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        Decision decision = new TurnServer(accounts, edge.keys, null, TestConfig.with(edge.config)).decide(edge.request(request)).toCompletableFuture().join();
        assertEquals(Offence.WRONG_PASSWORD, assertInstanceOf(Decision.Reply.class, decision).offence());
    }

    @Test
    void integrityBySha256WithoutPasswordAlgorithmIsAnsweredByTheOlder() {
        edge.login = Login.old("alice", "secret");
        edge.login.sha256 = true;
        Proof proof = edge.applied(Stun.ALLOCATE, UDP).proof();
        assertEquals(Stun.MD5, proof.algorithm());
        assertFalse(proof.sha256());
    }

    @Test
    void anAccountWithMd5AloneAndNobodysAndAWrongPasswordAreAskedAlike() {
        edge.accounts.user("dave", "example.org", "secret", DigestAlgorithm.MD5);
        for (Login login : List.of(Login.sha256("dave", "secret"), Login.sha256("nobody", "secret"), Login.sha256("alice", "wrong"), Login.sha256("dave", "wrong").hashed())) {
            edge.login = login;
            StunMessage message = Edge.message(refused401());
            assertArrayEquals(new int[] {Stun.MD5}, message.passwordAlgorithms());
            assertEquals(NonceCookie.PASSWORD_ALGORITHMS, NonceCookie.features(message.text(Stun.NONCE)));
        }
        for (Login login : List.of(Login.md5("dave", "wrong"), Login.md5("nobody", "secret"), Login.md5("alice", "wrong"), Login.old("dave", "wrong"))) {
            edge.login = login;
            assertArrayEquals(new int[] {Stun.SHA256, Stun.MD5}, Edge.message(refused401()).passwordAlgorithms());
        }
    }

    @Test
    void anAccountWithMd5AloneIsAskedForThat() {
        edge.accounts.user("dave", "example.org", "secret", DigestAlgorithm.MD5);
        edge.login = Login.sha256("dave", "secret");
        Decision.Reply reply = refused401();
        assertEquals(Offence.CHALLENGED, reply.offence());
        assertArrayEquals(new int[] {Stun.MD5}, Edge.message(reply).passwordAlgorithms());
        edge.login = Login.md5("dave", "secret").challenged(Edge.message(reply));
        assertEquals("dave@example.org", edge.applied(Stun.ALLOCATE, UDP).proof().owner().account());
    }

    @Test
    void whoCouldNotBeProvenByMd5EitherHasAWrongPassword() {
        edge.accounts.user("erin", "example.org", "secret", DigestAlgorithm.SHA_512_256).user("frank", "example.net", "secret", DigestAlgorithm.MD5);
        for (String name : List.of("erin", "frank@example.net")) {
            edge.login = Login.sha256(name, "secret");
            assertEquals(Offence.WRONG_PASSWORD, refused401().offence());
        }
    }

    @Test
    void nobodyIsLetInByMd5WhereTheAdminDoesNotWantIt() {
        edge.config.put("password_algorithms", new String[] {"SHA-256"});
        edge.login = Login.old("alice", "secret");
        Decision.Reply reply = refused401();
        assertArrayEquals(new int[] {Stun.SHA256}, Edge.message(reply).passwordAlgorithms());
        assertTrue(edge.accounts.asked().isEmpty());
        edge.accounts.user("dave", "example.org", "secret", DigestAlgorithm.MD5);
        edge.login = Login.sha256("dave", "secret");
        assertArrayEquals(new int[] {Stun.SHA256}, Edge.message(refused401()).passwordAlgorithms());
    }

    @Test
    void whoWasOfferedNothingUsesMd5() {
        edge.config.put("password_algorithms", new String[0]);
        edge.login = Login.old("alice", "secret");
        edge.applied(Stun.ALLOCATE, UDP);
        byte[] claimsMore = edge.login.sign(Edge.begin(Stun.ALLOCATE).uint8(Stun.REQUESTED_TRANSPORT, 17).passwordAlgorithm(Stun.SHA256)).bytes();
        assertEquals(Stun.MD5, edge.apply(claimsMore).proof().algorithm());
    }

    @Test
    void biddingDownIsNoticed() {
        edge.login = Login.md5("alice", "secret").challenged(challenge());
        edge.login.offered = new int[] {Stun.MD5};
        assertBroken(edge.signed(Stun.ALLOCATE, UDP));
        edge.login.offered = new int[] {Stun.MD5, Stun.SHA256};
        assertBroken(edge.signed(Stun.ALLOCATE, UDP));
        edge.login.challenged(challenge()).echoes = false;
        assertBroken(edge.signed(Stun.ALLOCATE, UDP));
        edge.login = Login.old("alice", "secret").challenged(challenge());
        assertBroken(edge.signed(Stun.ALLOCATE, request -> request.passwordAlgorithms(Stun.SHA256, Stun.MD5)));
    }

    @Test
    void laterRequestsMayLeaveTheListOutWhenTheyUseTheBest() {
        edge.login.challenged(challenge()).echoes = false;
        edge.applied(Stun.ALLOCATE, UDP);
    }

    @Test
    void theCookieCannotBeChanged() {
        edge.login = Login.old("alice", "secret").challenged(challenge());
        edge.login.nonce = NonceCookie.make(0, NonceCookie.rest(edge.login.nonce));
        assertEquals(438, Edge.message(edge.reply(edge.signed(Stun.ALLOCATE, UDP))).errorCode());
    }

    @Test
    void credentialsThatAreNotWholeAreBroken() {
        edge.protocol = Protocol.TCP;
        edge.login.challenged(challenge());
        for (int missing : new int[] {Stun.USERNAME, Stun.REALM, Stun.NONCE}) {
            assertBroken(with(missing, null).bytes());
        }
        assertBroken(with(Stun.USERNAME, new byte[764]).bytes());
        assertBroken(with(Stun.REALM, new byte[764]).bytes());
        assertBroken(with(Stun.NONCE, new byte[764]).bytes());
        assertBroken(with(Stun.USERNAME, new byte[] {(byte) 0xff}).bytes());
        assertBroken(with(Stun.USERNAME, new byte[] {(byte) 0xff}, LongTermKey.userHash("alice", "example.org")).bytes());
        assertBroken(Edge.begin(Stun.ALLOCATE).attribute(Stun.USERHASH, new byte[31]).text(Stun.REALM, "example.org").text(Stun.NONCE, edge.login.nonce)
            .messageIntegrity(new byte[16]).bytes());
        assertTrue(edge.accounts.asked().isEmpty());
    }

    private StunWriter with(int changed, byte[] value, byte... userhash) {
        StunWriter request = Edge.begin(Stun.ALLOCATE);
        if (userhash.length > 0) {
            request.attribute(Stun.USERHASH, userhash);
        }
        for (int type : new int[] {Stun.USERNAME, Stun.REALM, Stun.NONCE}) {
            String right = type == Stun.USERNAME ? "alice" : type == Stun.REALM ? "example.org" : edge.login.nonce;
            if (type != changed) {
                request.text(type, right);
            } else if (value != null) {
                request.attribute(type, value);
            }
        }
        return request.messageIntegrity(edge.login.key());
    }

    @Test
    void aChangedRequestIsRefused() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        for (int at = Stun.HEADER + 4; at < Stun.HEADER + 8; at++) {
            byte[] changed = request.clone();
            changed[at] ^= 1;
            assertEquals(401, Edge.message(edge.reply(changed)).errorCode());
        }
    }

    @Test
    void aTruncatedIntegrityIsRefused() {
        edge.login.challenged(challenge());
        StunWriter request = Edge.begin(Stun.ALLOCATE).text(Stun.USERNAME, "alice").text(Stun.REALM, "example.org").text(Stun.NONCE, edge.login.nonce)
            .passwordAlgorithm(Stun.SHA256).passwordAlgorithms(edge.login.offered).messageIntegritySha256(edge.login.key(), 16);
        assertEquals(401, Edge.message(edge.reply(request.bytes())).errorCode());
    }

    @Test
    void theStrongerOfTwoIntegritiesCounts() {
        edge.login.challenged(challenge());
        StunWriter request = Edge.begin(Stun.ALLOCATE).uint8(Stun.REQUESTED_TRANSPORT, 17).text(Stun.USERNAME, "alice").text(Stun.REALM, "example.org")
            .text(Stun.NONCE, edge.login.nonce).passwordAlgorithm(Stun.SHA256).passwordAlgorithms(edge.login.offered).messageIntegrity(edge.login.key());
        assertEquals(401, Edge.message(edge.reply(request.messageIntegritySha256(new byte[32]).bytes())).errorCode());
    }

    @Test
    void aNonceIsGoodForAnHour() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.now += HOUR;
        edge.apply(request);
        edge.now += 1_000;
        Decision.Reply reply = edge.reply(request);
        assertNull(reply.offence());
        StunMessage stale = Edge.message(reply);
        assertEquals(438, stale.errorCode());
        assertEquals("example.org", stale.text(Stun.REALM));
        assertNotEquals(edge.login.nonce, stale.text(Stun.NONCE));
        assertArrayEquals(new int[] {Stun.SHA256, Stun.MD5}, stale.passwordAlgorithms());
        edge.login.challenged(stale);
        edge.applied(Stun.ALLOCATE, UDP);
    }

    @Test
    void anOldNonceWithAWrongPasswordIsAWrongPassword() {
        edge.login = Login.sha256("alice", "wrong").challenged(challenge());
        edge.now += 2 * HOUR;
        assertEquals(Offence.WRONG_PASSWORD, refused401().offence());
    }

    @Test
    void aNonceOfTheFutureIsStale() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.now -= HOUR;
        assertEquals(438, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void itsLifeTimeIsConfigured() {
        edge.config.put("nonce_seconds", 60);
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.now += 62_000;
        assertEquals(438, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void whatSomebodyElseBehindTheSameNatHasOverheardIsOfNoUseToHim() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.address = new InetSocketAddress(edge.address.getAddress(), 40_001);
        Decision.Reply reply = edge.reply(request);
        assertEquals(438, Edge.message(reply).errorCode());
        assertTrue(edge.accounts.asked().isEmpty());
        edge.login.challenged(Edge.message(reply)); // a client whose port has changed goes on by that
        edge.applied(Stun.ALLOCATE, UDP);
    }

    @Test
    void aConnectionForDataMayUseTheNonceOfTheOtherConnection() {
        edge.protocol = Protocol.TCP;
        edge.login.challenged(challenge());
        edge.address = new InetSocketAddress(edge.address.getAddress(), 40_001);
        edge.applied(Stun.CONNECTION_BIND, request -> request.uint32(Stun.CONNECTION_ID, 7));
    }

    @Test
    void nothingIsHeldAgainstWhoMayNotHaveSentTheDatagram() {
        byte[] broken = Edge.begin(Stun.ALLOCATE).messageIntegrity(new byte[16]).bytes();
        edge.login = Login.old("alice", "wrong").challenged(challenge());
        edge.login.nonce = "anything";
        byte[] foreign = edge.signed(Stun.ALLOCATE, UDP);
        byte[] silent = Edge.begin(Stun.ALLOCATE).bytes();
        for (byte[] request : List.of(broken, foreign, silent)) {
            edge.protocol = Protocol.UDP;
            assertNull(edge.reply(request).offence());
            edge.protocol = Protocol.DTLS;
            assertNotNull(edge.reply(request).offence());
            edge.protocol = Protocol.TCP;
            assertNotNull(edge.reply(request).offence());
        }
    }

    @Test
    void twoPortsGetTwoNonces() {
        String one = challenge().text(Stun.NONCE);
        assertEquals(one, challenge().text(Stun.NONCE));
        edge.address = new InetSocketAddress(edge.address.getAddress(), 40_001);
        assertNotEquals(one, challenge().text(Stun.NONCE));
    }

    @Test
    void aNonceIsOfNoUseAtAnotherAddressOrProtocol() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.protocol = Protocol.TCP;
        assertForeign(request);
        edge.protocol = Protocol.UDP;
        edge.address = new InetSocketAddress("198.51.100.8", 40_000);
        assertForeign(request);
    }

    @Test
    void noCharacterOfANonceCanBeChanged() {
        edge.login.challenged(challenge());
        String nonce = edge.login.nonce;
        for (int at = 0; at < nonce.length(); at++) {
            for (char other : new char[] {'A', 'B', 'Q'}) {
                if (nonce.charAt(at) != other) {
                    edge.login.nonce = nonce.substring(0, at) + other + nonce.substring(at + 1);
                    assertForeign(edge.signed(Stun.ALLOCATE, UDP));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "obMatJos2", "obMatJos2AAAB", "obMatJos2AAABAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "f//499k954d6OL34oL9FSTvy64sA", "obMatJos2AAAB========AAAAAAAAAAAAAAAA=="})
    void aNonceThatIsNotOursCostsNoLookUp(String nonce) {
        edge.login.challenged(challenge()).nonce = nonce;
        assertForeign(edge.signed(Stun.ALLOCATE, UDP));
    }

    private void assertForeign(byte[] request) {
        Decision.Reply reply = edge.reply(request);
        assertEquals(438, Edge.message(reply).errorCode());
        assertTrue(edge.accounts.asked().isEmpty());
    }

    @Test
    void aNonceOutlivesAFewKeysAndNoMore() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        for (int i = 0; i < 4; i++) {
            edge.keys.rotate("turn-nonce");
        }
        edge.apply(request);
        edge.keys.rotate("turn-nonce");
        assertEquals(438, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void whileNobodyCanSayTheAnswerIs500AndNobodyIsToBlame() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.accounts.mode(FakeAccounts.Mode.FAILS);
        Decision.Reply reply = edge.reply(request);
        assertEquals(500, Edge.message(reply).errorCode());
        assertNull(reply.offence());
        edge.accounts.mode(FakeAccounts.Mode.ANSWERS);
        edge.accounts.removeDomain("example.org");
        assertEquals(500, Edge.message(edge.reply(request)).errorCode());
        assertEquals(500, Edge.message(edge.reply(Edge.begin(Stun.ALLOCATE).bytes())).errorCode());
    }

    @Test
    void aSlowSourceIsAwaited() {
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.accounts.mode(FakeAccounts.Mode.HANGS);
        CompletableFuture<Decision> decision = edge.server().decide(edge.request(request)).toCompletableFuture();
        assertFalse(decision.isDone());
        edge.accounts.mode(FakeAccounts.Mode.ANSWERS);
        assertInstanceOf(Decision.Apply.class, decision.join());
    }

    @Test
    void aRunningCallNeedsNoLookUpAndOutlivesItsPassword() {
        edge.allocated();
        int asked = edge.accounts.asked().size();
        edge.accounts.user("alice", "example.org", "newer");
        edge.accounts.mode(FakeAccounts.Mode.FAILS);
        assertEquals(edge.holding.proof(), edge.applied(Stun.REFRESH, request -> { }).proof());
        edge.accounts.removeDomain("example.org");
        edge.applied(Stun.REFRESH, request -> { });
        assertEquals(asked, edge.accounts.asked().size());
    }

    @Test
    void inARunningCallTheKeyIsForItsUserItsRealmAndItsAlgorithm() {
        edge.allocated();
        edge.login.challenged(challenge());
        edge.apply(inCall("alice", "example.org", Stun.SHA256));
        assertEquals(401, Edge.message(edge.reply(inCall("bob", "example.org", Stun.SHA256))).errorCode());
        assertEquals(401, Edge.message(edge.reply(inCall("alice", "example.net", Stun.SHA256))).errorCode());
        assertEquals(401, Edge.message(edge.reply(inCall("alice", "example.org", Stun.MD5))).errorCode());
    }

    private byte[] inCall(String user, String realm, int algorithm) {
        return Edge.begin(Stun.REFRESH).text(Stun.USERNAME, user).text(Stun.REALM, realm).text(Stun.NONCE, edge.login.nonce).passwordAlgorithm(algorithm)
            .passwordAlgorithms(edge.login.offered).messageIntegritySha256(edge.holding.proof().key()).bytes();
    }

    @Test
    void inARunningCallTheNewPasswordIsUnknownWhileNoDomainIs() {
        edge.allocated();
        edge.login = Login.sha256("alice", "newer").challenged(challenge());
        byte[] request = edge.signed(Stun.REFRESH, any -> { });
        edge.accounts.removeDomain("example.org");
        assertEquals(500, Edge.message(edge.reply(request)).errorCode());
    }

    @Test
    void inARunningCallTheNewPasswordIsGoodToo() {
        edge.allocated();
        edge.accounts.user("alice", "example.org", "newer");
        edge.login = Login.sha256("alice", "newer");
        assertArrayEquals(edge.login.challenged(challenge()).key(), edge.applied(Stun.REFRESH, request -> { }).proof().key());
    }

    @Test
    void inARunningCallTheNameMayBeHiddenAndTheIntegrityAnother() {
        edge.allocated();
        edge.accounts.mode(FakeAccounts.Mode.FAILS);
        edge.login.hashed();
        edge.applied(Stun.REFRESH, request -> { });
    }

    @Test
    void anAllocationIsForWhoMadeIt() {
        edge.allocated();
        edge.login = Login.sha256("bob", "hidden");
        edge.refused(441, Stun.REFRESH, request -> { });
        edge.refused(441, Stun.CREATE_PERMISSION, request -> request.xorAddress(Stun.XOR_PEER_ADDRESS, Edge.PEER));
        edge.login = Login.sha256("bob", "wrong");
        assertEquals(Offence.WRONG_PASSWORD, refused401().offence());
    }

    @Test
    void aNonceOfARunningCallGetsOldToo() {
        edge.allocated();
        edge.now += HOUR + 1_000;
        edge.refused(438, Stun.REFRESH, request -> { });
    }

    @Test
    void whatFollowsTheIntegrityDoesNotCount() {
        byte[] signed = edge.signed(Stun.ALLOCATE, UDP);
        byte[] longer = java.util.Arrays.copyOf(signed, signed.length + 4);
        longer[signed.length] = 0x77;
        longer[3] += 4;
        edge.apply(longer);
    }

    @Test
    void aMisspeltAlgorithmIsLeftOutAndNeverMakesTheOffersWeaker() {
        edge.config.put("password_algorithms", new String[] {"SHA-256", "MD-5"});
        assertArrayEquals(new int[] {Stun.SHA256}, challenge().passwordAlgorithms());
        edge.config.put("password_algorithms", new String[] {"SHA256"});
        assertArrayEquals(new int[] {Stun.SHA256, Stun.MD5}, challenge().passwordAlgorithms());
    }

    @Test
    void aNonceIsGoodForAMinuteWhateverIsConfigured() {
        edge.config.put("nonce_seconds", 0);
        byte[] request = edge.signed(Stun.ALLOCATE, UDP);
        edge.now += 59_000;
        edge.apply(request);
    }

    private StunMessage challenge() {
        return Edge.message(edge.reply(Edge.begin(Stun.ALLOCATE).bytes()));
    }

    private Decision.Reply refused401() {
        Decision.Reply reply = edge.reply(edge.signed(Stun.ALLOCATE, UDP));
        assertEquals(401, Edge.message(reply).errorCode());
        assertTrue(reply.stranger());
        assertEquals("example.org", Edge.message(reply).text(Stun.REALM));
        return reply;
    }

    private void assertBroken(byte[] request) {
        Decision.Reply reply = edge.reply(request);
        StunMessage message = Edge.message(reply);
        assertEquals(400, message.errorCode());
        assertEquals(Offence.GARBAGE, reply.offence());
        assertFalse(message.has(Stun.NONCE) || message.has(Stun.REALM));
    }
}
