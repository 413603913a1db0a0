package org.hotcut.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.hotcut.core.api.account.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded database, in a file, by the address that the distribution uses: with a plain one, a thread that is interrupted while it reads or writes, as
 * when this bundle is swapped while a query hangs, closes the file for all others until the next start.
 */
class SqlAccountsOnH2Test extends SqlAccountsContract {
    @TempDir
    private Path folder;
    private JdbcConnectionPool pool;

    @Override
    DataSource emptyDatabase() {
        pool = JdbcConnectionPool.create("jdbc:h2:retry:" + folder.resolve("accounts"), "hotcut", "");
        return pool;
    }

    @AfterEach
    void close() throws Exception {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        pool.dispose();
    }

    @Test
    void whatWasAddedIsThereAfterARestart() throws Exception {
        accounts().addDomain("example.org", null, null);
        close();
        DataSource again = emptyDatabase();
        List<Domain> found = new SqlAccounts(() -> again, new RecordingAccounts(), 5, 4096).domains();
        assertEquals("example.org", found.get(0).name());
    }

    @Test
    void anInterruptWhileTheFileIsUsedDoesNotCloseTheDatabase() throws Exception {
        accounts().addDomain("example.org", null, null);
        execute("CREATE TABLE large (id INTEGER PRIMARY KEY, text VARCHAR(10000))");
        for (int i = 0; i < 10; i++) {
            CountDownLatch writing = new CountDownLatch(1);
            Thread caller = new Thread(() -> write(writing));
            caller.start();
            writing.await();
            caller.interrupt();
            caller.join();
            assertEquals(1, accounts().domains().size());
        }
    }

    private void write(CountDownLatch writing) {
        try (Connection connection = pool.getConnection(); Statement statement = connection.createStatement()) {
            for (int i = 0; i < 1_500; i++) {
                statement.execute("MERGE INTO large VALUES (" + i + ", '" + "x".repeat(4_000) + "')");
                if (i == 50) {
                    writing.countDown();
                }
            }
        } catch (SQLException e) {
            // the interrupted call may fail; what counts is the next one
            writing.countDown();
        }
    }
}
