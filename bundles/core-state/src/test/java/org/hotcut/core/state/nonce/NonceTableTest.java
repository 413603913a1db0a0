package org.hotcut.core.state.nonce;

import static org.hotcut.core.api.account.Nonces.Use.FORGOTTEN;
import static org.hotcut.core.api.account.Nonces.Use.FRESH;
import static org.hotcut.core.api.account.Nonces.Use.REPLAYED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.hotcut.core.state.Configs;
import org.hotcut.core.state.ManualClock;
import org.hotcut.core.state.StateFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NonceTableTest {
    @TempDir
    private Path data;
    private final ManualClock clock = new ManualClock();

    @Test
    void aCountIsUsedOnceOnly() {
        NonceTable nonces = start();
        long issued = issue();
        assertEquals(FRESH, nonces.use("n", issued, 1, "t1"));
        assertEquals(REPLAYED, nonces.use("n", issued, 1, "t2"));
        assertEquals(FRESH, nonces.use("n", issued, 2, "t3"));
        assertEquals(REPLAYED, nonces.use("n", issued, 1, "t4"));
        assertEquals(REPLAYED, nonces.use("n", issued, 0, "t5"));
    }

    @Test
    void theSameTransactionMayAskAnyNumberOfTimesEvenAfterOthers() {
        NonceTable nonces = start();
        long issued = issue();
        assertEquals(FRESH, nonces.use("n", issued, 1, "t1"));
        assertEquals(FRESH, nonces.use("n", issued, 1, "t1"));
        assertEquals(FRESH, nonces.use("n", issued, 2, "t2"));
        assertEquals(FRESH, nonces.use("n", issued, 1, "t1"));
        assertEquals(REPLAYED, nonces.use("n", issued, 2, "t1"), "a transaction is no licence for another count");
    }

    @Test
    void countsMayOvertakeEachOtherButNotByMuch() {
        NonceTable nonces = start();
        long issued = issue();
        assertEquals(FRESH, nonces.use("n", issued, 100, "t1"));
        assertEquals(FRESH, nonces.use("n", issued, 98, "t2"));
        assertEquals(REPLAYED, nonces.use("n", issued, 98, "t3"));
        assertEquals(FRESH, nonces.use("n", issued, 99, "t4"));
        assertEquals(FRESH, nonces.use("n", issued, 37, "t5"));
        assertEquals(REPLAYED, nonces.use("n", issued, 36, "t6"), "older than the window");
        assertEquals(FRESH, nonces.use("n", issued, 0xffffffffL, "t7"));
        assertEquals(REPLAYED, nonces.use("n", issued, 99, "t8"));
    }

    @Test
    void aCountUsedBeforeACleanRestartIsStillUsed() {
        NonceTable before = start();
        long issued = issue();
        before.use("n", issued, 1, "t1");
        before.use("n", issued, 3, "t2");
        before.save();
        clock.pass(1_000);
        NonceTable after = start();
        assertEquals(REPLAYED, after.use("n", issued, 1, "t3"));
        assertEquals(REPLAYED, after.use("n", issued, 3, "t4"));
        assertEquals(FRESH, after.use("n", issued, 3, "t2"), "the same transaction, for SIP outlives an update of this bundle");
        assertEquals(FRESH, after.use("n", issued, 4, "t5"));
        assertEquals(FRESH, after.use("handed out but not used before the restart", issued, 1, "t6"));
    }

    @Test
    void afterAnUncleanStopNoncesFromBeforeAreForgottenSoThatNothingCanBeReplayed() {
        NonceTable before = start();
        long issued = issue();
        before.use("n", issued, 1, "t1");
        clock.pass(1_000);
        NonceTable afterKill = start();
        assertEquals(FORGOTTEN, afterKill.use("n", issued, 1, "t2"));
        assertEquals(FORGOTTEN, afterKill.use("n", issued, 2, "t3"));
        assertEquals(FRESH, afterKill.use("new", issue(), 1, "t4"));
    }

    @Test
    void aCleanStopDoesNotExcuseAnUncleanOneAfterIt() {
        NonceTable first = start();
        long issued = issue();
        first.use("n", issued, 1, "t1");
        first.save();
        NonceTable killed = start();
        killed.use("n", issued, 2, "t2");
        clock.pass(1_000);
        assertEquals(FORGOTTEN, start().use("n", issued, 2, "t3"));
    }

    @Test
    void whatHadToGoForWantOfRoomIsForgottenNotFresh() {
        NonceTable nonces = start();
        long first = issue();
        nonces.use("first", first, 1, "t");
        for (int i = 0; i < 10_000; i++) {
            assertEquals(FRESH, nonces.use("n" + i, issue(), 1, "t"));
        }
        assertTrue((int) nonces.status().get("known") <= 1_600);
        assertEquals(FORGOTTEN, nonces.use("first", first, 1, "attacker"));
        nonces.save();
        assertEquals(FORGOTTEN, start().use("first", first, 1, "attacker"), "after a restart too");
    }

    @Test
    void aNonceInUseIsNotTheOneToGo() {
        NonceTable nonces = start();
        long busy = issue();
        for (int i = 1; i < 10_000; i++) {
            assertEquals(FRESH, nonces.use("busy", busy, i, "b" + i));
            nonces.use("n" + i, issue(), 1, "t");
        }
    }

    @Test
    void aDamagedFileCountsAsAnUncleanStop() {
        NonceTable before = start();
        long issued = issue();
        before.use("n", issued, 1, "t1");
        before.save();
        StateFolder folder = new StateFolder(data);
        byte[] content = folder.read("nonces");
        content[20] ^= 1;
        folder.write("nonces", content);
        clock.pass(1_000);
        assertEquals(FORGOTTEN, start().use("n", issued, 1, "t2"));
        folder.write("nonces", "x".getBytes(StandardCharsets.US_ASCII));
        assertEquals(FORGOTTEN, start().use("n", issued, 1, "t2"));
    }

    @Test
    void aSmallerTableIsInForceAtOnceAndForgetsSafely() {
        NonceTable nonces = start();
        long first = issue();
        nonces.use("first", first, 1, "t");
        for (int i = 0; i < 1_000; i++) {
            nonces.use("n" + i, issue(), 1, "t");
        }
        nonces.modified(Configs.with(Map.of("nonces", 160)));
        assertTrue((int) nonces.status().get("known") <= 160);
        assertEquals(FORGOTTEN, nonces.use("first", first, 1, "attacker"));
    }

    private NonceTable start() {
        return new NonceTable(new StateFolder(data), 1_600, clock);
    }

    private long issue() {
        clock.pass(1);
        return clock.getAsLong();
    }
}
