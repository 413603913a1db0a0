package org.hotcut.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.hotcut.core.api.account.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, in a file as it is used. */
class SqlAccountsOnH2Test extends SqlAccountsContract {
    @TempDir
    private Path folder;
    private JdbcConnectionPool pool;

    @Override
    DataSource emptyDatabase() {
        pool = JdbcConnectionPool.create("jdbc:h2:async:" + folder.resolve("accounts"), "hotcut", "");
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
}
