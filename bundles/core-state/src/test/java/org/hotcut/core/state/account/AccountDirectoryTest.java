package org.hotcut.core.state.account;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hotcut.core.state.account.RecordingSource.account;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.state.Configs;
import org.hotcut.core.state.ManualClock;
import org.hotcut.core.state.StateFolder;
import org.hotcut.core.state.Tickers;
import org.hotcut.core.state.work.WorkPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class AccountDirectoryTest {
    private static final long DAY = 86_400_000;

    @TempDir
    private Path data;
    private final ManualClock clock = new ManualClock();
    private final Tickers tickers = new Tickers();
    private final WorkPool pool = new WorkPool(4, 2_000, 200);
    private final RecordingSource source = new RecordingSource().with("alice", "a1");
    private AccountDirectory directory;

    @BeforeAll
    static void waitLongEnough() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    @BeforeEach
    void open() {
        directory = start();
    }

    @AfterEach
    void stop() {
        source.gate.countDown();
        pool.stop();
        directory.stop();
        tickers.stop();
    }

    @Test
    void aUserSeenLatelyIsServedFromMemoryAtOnce() throws Exception {
        bind(source, 1);
        assertEquals("a1", md5(find("alice")));
        CompletionStage<Account> again = directory.find("alice", "EXAMPLE.org.");
        assertTrue(again.toCompletableFuture().isDone());
        assertEquals(1, source.asksFor("alice@example.org"));
    }

    @Test
    void userNamesAreComparedWithCase() throws Exception {
        bind(source, 1);
        source.accounts.put("ALICE@example.org", account("alice", "a1"));
        assertNull(find("ALICE"));
        assertNotNull(find("alice"));
    }

    @Test
    void aUserInsertedByAnotherProgramCanRegisterASecondLater() throws Exception {
        bind(source, 1);
        assertNull(find("bob"));
        assertNull(find("bob"));
        assertEquals(1, source.asksFor("bob@example.org"), "within the second nobody is asked for once");
        source.with("bob", "b1");
        clock.pass(1_000);
        assertEquals("b1", md5(find("bob")));
    }

    @Test
    void concurrentLookupsOfOneUserShareOneQuery() throws Exception {
        bind(source, 1);
        source.gate = new CountDownLatch(1);
        List<CompletableFuture<Account>> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(directory.find("alice", "example.org").toCompletableFuture());
        }
        await().until(() -> source.asksFor("alice@example.org") == 1);
        source.gate.countDown();
        for (CompletableFuture<Account> one : all) {
            assertEquals("a1", md5(one.get(60, SECONDS)));
        }
        assertEquals(1, source.asksFor("alice@example.org"));
    }

    @Test
    void anOldUserIsAskedForInTheBackgroundAndAVeryOldOneBeforeItIsServed() throws Exception {
        bind(source, 1);
        find("alice");
        source.with("alice", "a2");
        clock.pass(90_000);
        assertEquals("a1", md5(find("alice")), "as remembered, while it is asked for");
        await().untilAsserted(() -> assertEquals("a2", md5(find("alice"))));
        source.accounts.clear();
        clock.pass(DAY);
        assertNull(find("alice"), "a user who was removed long ago is not let in once more");
    }

    @Test
    void usersWhoCameTogetherAreNotAskedForAgainTogether() throws Exception {
        bind(source, 1);
        for (int i = 0; i < 100; i++) {
            source.with("user" + i, "a");
            find("user" + i);
        }
        clock.pass(45_000);
        for (int i = 0; i < 100; i++) {
            find("user" + i);
        }
        await("what was asked in the background").until(() -> directory.status().get("questions").equals(0));
        long again = IntStream.range(0, 100).filter(i -> source.asksFor("user" + i + "@example.org") > 1).count();
        assertTrue(again > 25 && again < 75, again + " of 100 at three quarters of the time");
    }

    @Test
    void aPasswordThatDidNotMatchIsComparedWithWhatTheDatabaseSaysNow() throws Exception {
        bind(source, 1);
        find("alice");
        source.with("alice", "a2");
        assertEquals("a1", md5(get(directory.findFresh("alice", "example.org"))), "younger than a second");
        clock.pass(1_001);
        assertEquals("a2", md5(get(directory.findFresh("alice", "example.org"))));
        assertEquals("a2", md5(find("alice")));
    }

    @Test
    void withTheDatabaseDownUsersSeenLatelyAreServedForSevenDays() throws Exception {
        bind(source, 1);
        find("alice");
        source.failure = new IllegalStateException("connection refused");
        clock.pass(3 * DAY);
        assertEquals("a1", md5(find("alice")));
        assertEquals("a1", md5(get(directory.findFresh("alice", "example.org"))));
        assertThrows(ExecutionException.class, () -> find("bob"), "cannot say is not the same as no such user");
        assertEquals("accounts: failing: connection refused", directory.status().get("source"));
        clock.pass(5 * DAY);
        assertThrows(ExecutionException.class, () -> find("alice"));
    }

    @Test
    void itIsNoticedWithinSecondsThatTheDatabaseIsBack() throws Exception {
        bind(source, 1);
        source.failure = new IllegalStateException("connection refused");
        assertThrows(ExecutionException.class, () -> find("alice"));
        source.failure = null;
        clock.pass(1_000);
        await().until(() -> directory.status().get("source").equals("accounts: answering"));
        assertEquals("a1", md5(find("alice")));
    }

    @Test
    void aQueryThatHangsFailsItsCallerAfterThreeSeconds() throws Exception {
        bind(source, 1);
        source.gate = new CountDownLatch(1);
        CompletionStage<Account> hanging = directory.find("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 1);
        clock.pass(2_999);
        directory.tick();
        assertFalse(hanging.toCompletableFuture().isDone());
        clock.pass(1);
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> get(hanging));
        assertEquals("accounts: no answer within 3 s", thrown.getCause().getMessage());
    }

    @Test
    void aQueryThatHangsGivesWhatIsRememberedWhenThereIsSomething() throws Exception {
        bind(source, 1);
        find("alice");
        source.gate = new CountDownLatch(1);
        clock.pass(DAY);
        CompletionStage<Account> hanging = directory.find("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 2);
        clock.pass(3_000);
        assertEquals("a1", md5(get(hanging)));
        assertTrue(directory.find("alice", "example.org").toCompletableFuture().isDone(), "from then on nobody waits");
    }

    @Test
    void lookupsWaitWhileTheSourceIsSwapped() throws Exception {
        bind(source, 1);
        find("alice");
        unbind(1);
        CompletionStage<Account> bob = directory.find("bob", "example.org");
        assertEquals("a1", md5(find("alice")), "from memory meanwhile");
        clock.pass(7_000);
        assertEquals("away for 7 s", directory.status().get("source"));
        directory.tick();
        assertFalse(bob.toCompletableFuture().isDone());
        bind(new RecordingSource().with("bob", "b2"), 2);
        assertEquals("b2", md5(get(bob)));
    }

    @Test
    void lookupsFailWhenTheSourceStaysAwayForEightSeconds() throws Exception {
        CompletionStage<Account> alice = directory.find("alice", "example.org");
        clock.pass(8_000);
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> get(alice));
        assertEquals("accounts are away", thrown.getCause().getMessage());
    }

    @Test
    void aQueryThatHangsInASourceThatLeavesIsInterruptedAndAskedOfTheNext() throws Exception {
        bind(source, 1);
        source.gate = new CountDownLatch(1);
        CompletionStage<Account> alice = directory.find("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 1);
        unbind(1);
        assertFalse(alice.toCompletableFuture().isDone());
        bind(new RecordingSource().with("alice", "from the next"), 2);
        assertEquals("from the next", md5(get(alice)));
    }

    @Test
    void anAnswerGivenWhileItsSourceLeavesCounts() throws Exception {
        WorkPool patient = new WorkPool(4, 100, 10_000);
        AccountDirectory other = new AccountDirectory(new StateFolder(data.resolve("other")), patient, tickers.one(), clock, 1_000, times());
        other.add(source, "accounts", 0, 1);
        await().until(() -> other.domain("example.org") != null);
        source.gate = new CountDownLatch(1);
        CompletionStage<Account> alice = other.find("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 1);
        CompletableFuture<Void> left = CompletableFuture.runAsync(() -> other.removeSource(1));
        source.gate.countDown();
        left.get(60, SECONDS);
        assertEquals("a1", md5(get(alice)));
        patient.stop();
    }

    @Test
    void ofTwoSourcesTheHigherRankedThenTheNewerIsAsked() throws Exception {
        bind(source, 1);
        bind(new RecordingSource().with("alice", "newer"), 2);
        assertEquals("newer", md5(find("alice")));
        directory.add(new RecordingSource().with("bob", "ranked"), "accounts", 5, 0);
        bind(new RecordingSource().with("bob", "newest"), 3);
        assertEquals("ranked", md5(find("bob")));
    }

    @Test
    void aFloodOfUnknownUsersIsBoundedAndDoesNotHarmUsersSeenLately() throws Exception {
        bind(source, 1);
        find("alice");
        source.gate = new CountDownLatch(1);
        List<CompletableFuture<Account>> flood = new ArrayList<>();
        for (int i = 0; i < UserLookups.MOST_OPEN + 100; i++) {
            flood.add(directory.find("u" + i, "example.org").toCompletableFuture());
        }
        assertTrue(flood.get(flood.size() - 1).isCompletedExceptionally());
        assertEquals("a1", md5(find("alice")));
        source.gate.countDown();
        for (CompletableFuture<Account> one : flood.subList(0, UserLookups.MOST_OPEN)) {
            assertNull(one.get(60, SECONDS), "all that were let in are answered, although the pool has less room");
        }
    }

    @Test
    void aChangeIsInForceWhenItsStageIsComplete() throws Exception {
        bind(source, 1);
        find("alice");
        source.with("alice", "a2");
        get(directory.changed("alice", "example.org"));
        assertEquals("a2", md5(find("alice")));
        source.domains.add(new Domain("example.net", "secret garden", List.of(DigestAlgorithm.SHA_256)));
        get(directory.changed(null, "example.net"));
        assertEquals("secret garden", directory.domain("example.NET").realm());
    }

    @Test
    void anAnswerFromBeforeAChangeDoesNotCount() throws Exception {
        bind(source, 1);
        source.gate = new CountDownLatch(1);
        CompletionStage<Account> alice = directory.find("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 1);
        source.with("alice", "a2");
        CompletionStage<Void> changed = directory.changed("alice", "example.org");
        await().until(() -> source.asksFor("alice@example.org") == 2);
        source.gate.countDown();
        get(changed);
        assertEquals("a2", md5(get(alice)));
        assertEquals("a2", md5(find("alice")));
    }

    @Test
    void usersOfADomainThatWentAreForgotten() throws Exception {
        bind(source, 1);
        find("alice");
        Domain kept = source.domains.remove(0);
        get(directory.changed(null, "example.org"));
        assertNull(directory.domain("example.org"));
        assertNull(find("alice"));
        source.domains.add(kept);
        get(directory.changed(null, "example.org"));
        assertEquals("a1", md5(find("alice")));
        assertEquals(2, source.asksFor("alice@example.org"));
    }

    @Test
    void domainsChangedByAnotherProgramAreSeenInTheBackground() throws Exception {
        bind(source, 1);
        source.domains.add(new Domain("example.net", null, List.of()));
        clock.pass(30_000);
        await().until(() -> directory.domain("example.net") != null);
        assertEquals("example.org", directory.domains().iterator().next().name(), "the first is the default one");
    }

    @Test
    void aDomainIsFoundInAnyFormOfItsName() throws Exception {
        source.domains.addAll(List.of(new Domain("2001:db8::1", null, List.of()), new Domain("192.0.2.1", null, List.of())));
        bind(source, 1);
        Domain domain = directory.domain("example.org");
        assertEquals(new Domain("example.org", "example.org", List.of(DigestAlgorithm.MD5)), domain);
        assertSame(domain, directory.domain("Example.ORG."));
        for (String name : List.of("2001:db8::1", "[2001:db8::1]", "2001:DB8:0:0::1")) {
            assertEquals("2001:db8::1", directory.domain(name).name(), name);
        }
        assertNotNull(directory.domain("192.0.2.1"));
        for (String name : List.of("", ".", ":", "[", "x".repeat(300), "example.com", "[::1%eth0]")) {
            assertNull(directory.domain(name), name);
        }
    }

    @Test
    void afterARestartWithTheDatabaseDownDomainsAndUsersSeenLatelyAreThere() throws Exception {
        bind(source, 1);
        find("alice");
        assertNull(find("bob"));
        directory.stop();
        clock.pass(DAY);
        directory = start();
        assertNotNull(directory.domain("example.org"));
        assertEquals("a1", md5(find("alice")));
        source.failure = new IllegalStateException("down");
        directory.add(source, "accounts", 0, 2);
        await().until(() -> directory.status().get("source").equals("accounts: failing: down"));
        assertEquals("a1", md5(find("alice")));
        assertEquals("rw-------", java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("users"))));
    }

    @Test
    void whoWasForgottenIsNotBackAfterARestart() throws Exception {
        source.with("bob", "b1");
        bind(source, 1);
        find("alice");
        find("bob");
        source.accounts.remove("bob@example.org");
        get(directory.changed("bob", "example.org"));
        directory.stop();
        directory = start();
        assertEquals(1, directory.status().get("users"));
        CompletionStage<Account> bob = directory.find("bob", "example.org");
        assertFalse(bob.toCompletableFuture().isDone());
    }

    @Test
    void aUsersFileCutShortByACrashLosesItsLastLineOnly() throws Exception {
        source.with("bob", "b1");
        bind(source, 1);
        find("alice");
        find("bob");
        directory.stop();
        Path file = data.resolve("users");
        byte[] content = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(content, content.length - 5));
        directory = start();
        assertEquals(1, directory.status().get("users"));
        directory.stop();
        assertTrue(Files.readString(file).endsWith("\n"), "written anew");
    }

    @Test
    void damagedFilesAreMovedAsideAndNothingElseHappens() throws Exception {
        bind(source, 1);
        find("alice");
        directory.stop();
        Files.writeString(data.resolve("users"), "rubbish\n", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        Files.writeString(data.resolve("domains"), "rubbish\n", StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
        directory = start();
        assertEquals(0, directory.status().get("users"));
        assertTrue(Files.exists(data.resolve("users.damaged")));
        assertTrue(Files.exists(data.resolve("domains.damaged")));
        bind(source, 2);
        assertEquals("a1", md5(find("alice")));
    }

    @Test
    void theNumberOfUsersRememberedIsCapped() throws Exception {
        for (int i = 0; i < 2_500; i++) {
            source.with("u" + i, "h");
        }
        bind(source, 1);
        for (int i = 0; i < 2_500; i++) {
            assertNotNull(find("u" + i));
        }
        assertTrue((int) directory.status().get("users") <= 1_000);
    }

    @Test
    void theUsersFileDoesNotGrowWithoutABound() throws Exception {
        bind(source, 1);
        for (int i = 0; i < 6_000; i++) {
            source.with("alice", "hash" + i);
            get(directory.changed("alice", "example.org"));
            find("alice");
        }
        for (int i = 0; i < 3; i++) {
            directory.stop();
        }
        assertTrue(Files.readAllLines(data.resolve("users")).size() < 10_010);
        AccountDirectory restarted = start();
        assertEquals("hash5999", md5(get(restarted.find("alice", "example.org"))));
    }

    @Test
    void listenersAreToldOfDomainsAtTheirArrivalAndAtEachChange() throws Exception {
        bind(source, 1);
        List<Collection<Domain>> told = new CopyOnWriteArrayList<>();
        directory.add(told::add, "certificates", 9);
        await().until(() -> told.size() == 1);
        get(directory.changed(null, null));
        source.domains.add(new Domain("example.net", null, List.of()));
        get(directory.changed(null, "example.net"));
        await().until(() -> told.size() == 2);
        assertEquals(2, told.get(1).size());
        directory.removeListener(9);
        source.domains.clear();
        get(directory.changed(null, null));
        assertEquals(2, told.size());
    }

    @Test
    void listenersAreToldOfAccountsWhenTheChangeIsInForce() throws Exception {
        bind(source, 1);
        assertNotNull(find("alice"));
        Told told = new Told();
        directory.add(told, "turn-relay", 9);
        source.accounts.remove("alice@example.org");
        get(directory.changed("alice", "example.org"));
        await().until(() -> told.accounts.contains("alice@example.org: null"));
        source.domains.clear();
        get(directory.changed(null, "example.org"));
        await().until(() -> told.accounts.contains("null@example.org: null"));
    }

    @Test
    void listenersAreToldOfADomainAndOfAUserThatAnotherProgramRemoved() throws Exception {
        source.with("bob", "b1").with("carol", "c1");
        bind(source, 1);
        assertNotNull(find("bob"));
        assertNull(find("nobody"));
        Told told = new Told();
        directory.add(told, "turn-relay", 9);
        source.accounts.remove("bob@example.org");
        clock.pass(2_000);
        assertNull(get(directory.findFresh("bob", "example.org")));
        assertNull(find("nobody"));
        await().until(() -> told.accounts.equals(List.of("bob@example.org: null")));
        source.domains.set(0, new Domain("example.net", null, List.of()));
        clock.pass(30_000);
        directory.tick();
        await().until(() -> told.accounts.contains("null@example.org: null"));
    }

    @Test
    void ofMoreChangesThanCanBeToldOneByOneItIsToldThatAllMayHaveChanged() throws Exception {
        bind(source, 1);
        CountDownLatch gate = new CountDownLatch(1);
        Told told = new Told();
        told.gate = gate;
        directory.add(told, "turn-relay", 9);
        await().until(() -> told.inside);
        for (int i = 0; i < 3_000; i++) {
            directory.changed("user" + i, "example.org");
        }
        get(directory.changed("last", "example.org"));
        gate.countDown();
        await().until(() -> told.accounts.contains("null@null: null"));
        assertTrue(told.accounts.size() <= 1_001, told.accounts.size() + " told");
    }

    @Test
    void aUserIsFoundByTheHashOfHisNameAndRememberedAsOthersAre() throws Exception {
        bind(source, 1);
        byte[] hash = hash(1);
        source.hashed.put(HexFormat.of().formatHex(hash), "alice@example.org");
        assertEquals("a1", md5(get(directory.findHashed(hash))));
        assertTrue(directory.findHashed(hash).toCompletableFuture().isDone());
        assertEquals(1, source.asksFor(HexFormat.of().formatHex(hash)));
        assertEquals(1, source.asksFor("alice@example.org"));
        source.with("alice", "a2");
        get(directory.changed("alice", "example.org"));
        assertEquals("a2", md5(get(directory.findHashed(hash))));
        source.failure = new IOException("the database is down");
        clock.pass(30_000);
        assertEquals("a2", md5(get(directory.findHashed(hash))), "as everybody who was seen lately");
    }

    @Test
    void aHashThatStandsForNobodyIsNotAskedForTwiceInASecondAndOneThatIsNoneNever() throws Exception {
        bind(source, 1);
        byte[] hash = hash(2);
        assertNull(get(directory.findHashed(hash)));
        assertNull(get(directory.findHashed(hash)));
        assertEquals(1, source.asksFor(HexFormat.of().formatHex(hash)));
        assertNull(get(directory.findHashed(new byte[31])));
        source.with("dave", "d1");
        source.hashed.put(HexFormat.of().formatHex(hash), "dave@example.org");
        get(directory.changed("dave", "example.org"));
        assertEquals("d1", md5(get(directory.findHashed(hash))), "at once when it was added by us");
    }

    @Test
    void aHashStandsForSomebodyElseWhenWhoHadItIsGone() throws Exception {
        bind(source, 1);
        byte[] hash = hash(3);
        source.hashed.put(HexFormat.of().formatHex(hash), "alice@example.org");
        assertNotNull(get(directory.findHashed(hash)));
        source.with("bob", "b1").accounts.remove("alice@example.org");
        source.hashed.put(HexFormat.of().formatHex(hash), "bob@example.org");
        get(directory.changed("alice", "example.org"));
        assertEquals("b1", md5(get(directory.findHashed(hash))));
    }

    @Test
    void aFloodOfInventedHashesIsBounded() throws Exception {
        bind(source, 1);
        source.gate = new CountDownLatch(1);
        List<CompletableFuture<Account>> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            all.add(directory.findHashed(hash(i)).toCompletableFuture());
        }
        assertEquals(2_000, all.stream().filter(CompletableFuture::isCompletedExceptionally).count());
        assertTrue((int) directory.status().get("questions") <= 1_001);
        source.gate.countDown();
        for (CompletableFuture<Account> one : all.subList(0, 1_000)) {
            assertNull(one.get(60, SECONDS));
        }
    }

    @Test
    void aSettingChangedIsInForceAtOnceAndNothingIsForgotten() throws Exception {
        bind(source, 1);
        find("alice");
        clock.pass(70_000);
        directory.modified(Configs.with(Map.of("usersTimeToLive", 600, "users", 5_000)));
        assertEquals("a1", md5(find("alice")));
        assertEquals(1, source.asksFor("alice@example.org"));
        assertEquals(5_000, directory.status().get("most"));
    }

    @Test
    void aSourceThatIsThereBeforeItsDatabaseIsAskedUntilItAnswers() throws Exception {
        source.failure = new IllegalStateException("there is no data source yet");
        directory.add(source, "accounts", 0, 1);
        await().until(() -> directory.status().get("source").equals("accounts: failing: there is no data source yet"));
        source.failure = null;
        clock.pass(1_000);
        await().until(() -> directory.domain("example.org") != null);
        assertEquals("accounts: answering", directory.status().get("source"));
    }

    private static byte[] hash(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    /** A listener that looks up what it is told of. */
    private final class Told implements AccountsListener {
        final List<String> accounts = new CopyOnWriteArrayList<>();
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile boolean inside;

        @Override
        public void domainsChanged(Collection<Domain> domains) {
            inside = true;
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void accountChanged(String user, String domain) {
            Account now = directory.find(user, domain).toCompletableFuture().join();
            accounts.add(user + '@' + domain + ": " + (now == null ? null : md5(now)));
        }
    }

    private AccountDirectory start() {
        return new AccountDirectory(new StateFolder(data), pool, tickers.one(), clock, 1_000, times());
    }

    private static AccountDirectory.Times times() {
        return new AccountDirectory.Times(60_000, 7 * DAY, 30_000);
    }

    private void bind(RecordingSource bound, long id) throws Exception {
        directory.add(bound, "accounts", 0, id);
        await().until(() -> directory.status().get("questions").equals(0) || bound.asked.contains("domains"));
        get(directory.changed("nobody", "example.org"));
    }

    private void unbind(long id) {
        directory.removeSource(id);
    }

    private Account find(String user) throws Exception {
        return get(directory.find(user, "example.org"));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, SECONDS);
    }

    private static String md5(Account account) {
        return account.ha1().get(DigestAlgorithm.MD5).plain();
    }
}
