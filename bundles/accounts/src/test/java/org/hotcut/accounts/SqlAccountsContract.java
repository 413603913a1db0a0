package org.hotcut.accounts;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import javax.sql.DataSource;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Account.Ha1;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every database must do; the tests run against each of them. */
@Timeout(300)
abstract class SqlAccountsContract {
    private final RecordingAccounts memory = new RecordingAccounts();
    private DataSource dataSource;
    private SqlAccounts accounts;

    /** Returns an empty database. */
    abstract DataSource emptyDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        dataSource = emptyDatabase();
        accounts = new SqlAccounts(() -> dataSource, memory, 5, 4096);
    }

    @Test
    void atTheFirstStartThereAreTablesAndNothingInThem() throws Exception {
        assertEquals(List.of(), accounts.domains());
        assertNull(accounts.find("alice", "example.org"));
        assertEquals(List.of(), accounts.domains(), "the second start");
    }

    @Test
    void aUserThatWasAddedIsFoundWithAllHashes() throws Exception {
        accounts.addDomain("Example.org.", null, List.of());
        accounts.addUser("Mufasa", "example.ORG", "Circle of Life".toCharArray());
        Account found = accounts.find("Mufasa", "example.org");
        assertEquals("example.org", found.realm());
        Map<DigestAlgorithm, Ha1> expected = Credentials.of("Mufasa", "example.org", "example.org", "Circle of Life".toCharArray(), 4096).ha1();
        assertEquals(expected, found.ha1());
        assertNull(accounts.find("mufasa", "example.org"), "names are compared with case");
        assertEquals(List.of("example.org", "Mufasa@example.org"), memory.changes);
    }

    @Test
    void aPasswordIsTheCallersToWipe() throws Exception {
        accounts.addDomain("example.org", null, null);
        char[] password = "secret".toCharArray();
        accounts.addUser("alice", "example.org", password);
        assertArrayEquals("secret".toCharArray(), password);
    }

    @Test
    void domainsKeepTheirOrderRealmAndOffers() throws Exception {
        accounts.addDomain("z.example", "The Realm", List.of(DigestAlgorithm.SHA_512_256, DigestAlgorithm.MD5));
        accounts.addDomain("a.example", null, null);
        accounts.addDomain("[2001:DB8:0::1]", " ", List.of());
        assertEquals(List.of(
            new Domain("z.example", "The Realm", List.of(DigestAlgorithm.SHA_512_256, DigestAlgorithm.MD5)),
            new Domain("a.example", "a.example", List.of(DigestAlgorithm.MD5)),
            new Domain("2001:db8::1", "2001:db8::1", List.of(DigestAlgorithm.MD5))), accounts.domains());
    }

    @Test
    void hashesAreMadeForTheRealmOfTheDomain() throws Exception {
        accounts.addDomain("example.org", "The Realm", null);
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        Account found = accounts.find("alice", "example.org");
        assertEquals("The Realm", found.realm());
        assertEquals(Credentials.of("alice", "example.org", "The Realm", "secret".toCharArray(), 4096).ha1(), found.ha1());
    }

    @Test
    void aNewPasswordReplacesAllHashes() throws Exception {
        accounts.addDomain("example.org", null, null);
        accounts.addUser("alice", "example.org", "old".toCharArray());
        Map<DigestAlgorithm, Ha1> before = accounts.find("alice", "example.org").ha1();
        accounts.setPassword("alice", "example.org", "new".toCharArray());
        Map<DigestAlgorithm, Ha1> after = accounts.find("alice", "example.org").ha1();
        for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
            assertNotEquals(before.get(algorithm).plain(), after.get(algorithm).plain());
            assertNotEquals(before.get(algorithm).withDomain(), after.get(algorithm).withDomain());
        }
    }

    @Test
    void aDomainGoesWithAllItsUsers() throws Exception {
        accounts.addDomain("example.org", null, null);
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        accounts.removeDomain("example.org");
        assertEquals(List.of(), accounts.domains());
        accounts.addDomain("example.org", null, null);
        assertNull(accounts.find("alice", "example.org"));
    }

    @Test
    void aUserThatWasRemovedIsNotFound() throws Exception {
        accounts.addDomain("example.org", null, null);
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        accounts.removeUser("alice", "example.org");
        assertNull(accounts.find("alice", "example.org"));
        assertEquals("alice@example.org", memory.changes.get(2));
    }

    @Test
    void usersAreListedInOrderAPageAtATime() throws Exception {
        accounts.addDomain("example.org", null, null);
        for (String user : List.of("carol", "alice", "dave", "bob")) {
            accounts.addUser(user, "example.org", "secret".toCharArray());
        }
        assertEquals(List.of("alice", "bob", "carol"), accounts.users("example.org", null, 3));
        assertEquals(List.of("dave"), accounts.users("example.org", "carol", 3));
    }

    @Test
    void mistakesAreSaidInASentence() throws Exception {
        accounts.addDomain("example.org", null, null);
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        assertSentence("domain example.com is not here; add it with: domain:add example.com", () -> accounts.addUser("bob", "example.com", "x".toCharArray()));
        assertSentence("domain example.com is not here; add it with: domain:add example.com", () -> accounts.removeDomain("example.com"));
        assertSentence("domain example.com is not here; add it with: domain:add example.com", () -> accounts.users("example.com", null, 1));
        assertSentence("domain example.org is here already", () -> accounts.addDomain("EXAMPLE.org", null, null));
        assertSentence("user alice@example.org is here already; give it another password with: user:password alice@example.org",
            () -> accounts.addUser("alice", "example.org", "x".toCharArray()));
        assertSentence("user bob@example.org is not here; add it with: user:add bob@example.org",
            () -> accounts.setPassword("bob", "example.org", "x".toCharArray()));
        assertSentence("user bob@example.org is not here; add it with: user:add bob@example.org", () -> accounts.removeUser("bob", "example.org"));
        assertSentence("a password has 1 to 255 characters", () -> accounts.addUser("bob", "example.org", new char[0]));
    }

    @Test
    void aRowOfAnotherProgramWithOnlyAnMd5HashIsEnough() throws Exception {
        accounts.domains();
        execute("INSERT INTO domains (name) VALUES ('example.org')");
        execute("INSERT INTO users (user_name, domain, ha1_md5) VALUES ('bob', 'example.org', 'AAAABBBBCCCCDDDDEEEEFFFF00001111')");
        assertEquals(Map.of(DigestAlgorithm.MD5, new Ha1("aaaabbbbccccddddeeeeffff00001111", null)), accounts.find("bob", "example.org").ha1());
        assertEquals(List.of(new Domain("example.org", "example.org", List.of(DigestAlgorithm.MD5))), accounts.domains());
    }

    @Test
    void theScriptsInTheDocumentationMakeTheSameHashesAsWeDo() throws Exception {
        String reason = DocumentedScript.reasonToSkip();
        Assumptions.assumeTrue(reason == null, reason);
        accounts.addDomain("example.org", null, null);
        execute(DocumentedScript.run(1));
        execute(DocumentedScript.run(2));
        accounts.addUser("carol", "example.org", "secret".toCharArray());
        for (String user : List.of("alice", "bob", "carol")) {
            Map<DigestAlgorithm, Ha1> ours = Credentials.of(user, "example.org", "example.org", "secret".toCharArray(), 4096).ha1();
            Map<DigestAlgorithm, Ha1> found = accounts.find(user, "example.org").ha1();
            assertEquals(ours.get(DigestAlgorithm.MD5).plain(), found.get(DigestAlgorithm.MD5).plain(), user);
            assertTrue(user.equals("bob") || ours.equals(found), user);
        }
        for (String user : List.of("alice", "carol")) {
            assertVerifier(Scram.SHA_1, text("SELECT scram_sha1 FROM users WHERE user_name = '" + user + "'"));
            assertVerifier(Scram.SHA_256, text("SELECT scram_sha256 FROM users WHERE user_name = '" + user + "'"));
            assertEquals(Credentials.of(user, "example.org", "example.org", "secret".toCharArray(), 4096).userhash(),
                text("SELECT userhash FROM users WHERE user_name = '" + user + "'"));
        }
    }

    @Test
    void aDisabledUserIsNotFoundButListed() throws Exception {
        accounts.addDomain("example.org", null, null);
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        execute("UPDATE users SET enabled = FALSE");
        assertNull(accounts.find("alice", "example.org"));
        assertEquals(List.of("alice"), accounts.users("example.org", null, 10));
    }

    @Test
    void theTablesRefuseRowsThatCouldNeverWork() throws Exception {
        accounts.domains();
        assertThrows(SQLException.class, () -> execute("INSERT INTO domains (name) VALUES ('Example.org')"));
        execute("INSERT INTO domains (name) VALUES ('example.org')");
        assertThrows(SQLException.class, () -> execute("INSERT INTO users (user_name, domain) VALUES ('bob', 'example.org')"));
        assertThrows(SQLException.class, () -> execute("INSERT INTO users (user_name, domain, ha1_md5) VALUES ('bob', 'example.com', 'x')"));
    }

    @Test
    void whatAnotherProgramWroteWrongIsLeftOut() throws Exception {
        accounts.domains();
        execute("INSERT INTO domains (name, offers) VALUES ('example.org', 'sha-256, CRC32 ,MD5,MD5')");
        execute("INSERT INTO users (user_name, domain, ha1_md5, ha1_sha256) VALUES ('bob', 'example.org', 'AAAABBBBCCCCDDDDEEEEFFFF00001111', 'plain text')");
        assertEquals(List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), accounts.domains().get(0).offers());
        assertEquals(1, accounts.find("bob", "example.org").ha1().size());
    }

    @Test
    void aUserWhoHidesHisNameIsFoundByItsHash() throws Exception {
        accounts.addDomain("example.org", "The Realm", null);
        accounts.addDomain("example.net", "The Realm", null);
        for (String domain : List.of("example.net", "example.org")) {
            accounts.addUser("alice", domain, "secret".toCharArray());
        }
        String hash = Credentials.of("alice", "example.org", "The Realm", "secret".toCharArray(), 4096).userhash();
        assertEquals(accounts.find("alice", "example.org"), accounts.findHashed(hash), "of two in one realm that of the first domain");
        assertNull(accounts.findHashed(hash.replace('a', 'b')));
        execute("UPDATE users SET userhash = UPPER(userhash), enabled = (domain <> 'example.org')");
        assertEquals(accounts.find("alice", "example.net"), accounts.findHashed(hash), "of another program, in upper case, and the first one disabled");
    }

    @Test
    void nodesThatStartAtTheSameTimeMakeTheTablesOnce() throws Exception {
        int nodes = 4;
        CyclicBarrier start = new CyclicBarrier(nodes);
        List<CompletableFuture<List<Domain>>> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            CompletableFuture<List<Domain>> read = new CompletableFuture<>();
            all.add(read);
            new Thread(() -> {
                try {
                    start.await();
                    read.complete(accounts.domains());
                } catch (Exception e) {
                    read.completeExceptionally(e);
                }
            }).start();
        }
        for (CompletableFuture<List<Domain>> read : all) {
            assertEquals(List.of(), read.get(120, SECONDS));
        }
    }

    @Test
    void tablesOfALaterVersionAreLeftAlone() throws Exception {
        accounts.addDomain("example.org", null, null);
        execute("ALTER TABLE users ADD COLUMN later VARCHAR(10)");
        execute("INSERT INTO hotcut_schema (version) VALUES (99)");
        accounts.addUser("alice", "example.org", "secret".toCharArray());
        assertEquals("alice", accounts.find("alice", "example.org").user());
    }

    @Test
    void withoutADataSourceEveryCallSaysSo() throws Exception {
        DataSource late = dataSource;
        dataSource = null;
        SQLException thrown = assertThrows(SQLException.class, () -> accounts.find("alice", "example.org"));
        assertEquals("there is no data source named hotcut; it is made from etc/org.ops4j.datasource-hotcut.cfg", thrown.getMessage());
        dataSource = late;
        assertEquals(List.of(), accounts.domains());
    }

    @Test
    void aChangeThatCouldNotBePutInForceIsSavedAndSaidToBe() throws Exception {
        memory.answer = CompletableFuture.failedStage(new IllegalStateException("accounts are away"));
        IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> accounts.addDomain("example.org", null, null));
        assertEquals("it is saved, but not in force yet: accounts are away", thrown.getMessage());
        assertEquals(1, accounts.domains().size());
    }

    @Test
    void whatHasAMeaningInSqlIsOnlyText() throws Exception {
        accounts.addDomain("example.org", null, null);
        String user = "o'brien;--%_";
        accounts.addUser(user, "example.org", "'; DROP TABLE users; --".toCharArray());
        assertEquals(user, accounts.find(user, "example.org").user());
        assertNull(accounts.find("' OR '1'='1", "example.org"));
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            assertTrue(rows.next());
            return rows.getString(1);
        }
    }

    private static void assertVerifier(Scram scram, String stored) throws Exception {
        String[] parts = stored.split("[$:]");
        assertEquals(scram.verifier("secret".toCharArray(), Integer.parseInt(parts[1]), Base64.getDecoder().decode(parts[2])), stored);
    }

    final SqlAccounts accounts() {
        return accounts;
    }

    private static void assertSentence(String sentence, org.junit.jupiter.api.function.Executable call) {
        assertEquals(sentence, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
