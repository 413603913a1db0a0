package org.hotcut.accounts;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.hotcut.testkit.PostgreSqlServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A real server. */
class SqlAccountsOnPostgreSqlTest extends SqlAccountsContract {
    private static PostgreSqlServer server;
    private DataSource database;

    @BeforeAll
    static void start() throws Exception {
        String reason = PostgreSqlServer.reasonToSkip();
        Assumptions.assumeTrue(reason == null, reason);
        server = PostgreSqlServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    DataSource emptyDatabase() throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {server.port()});
        source.setDatabaseName(server.database());
        source.setUser("hotcut");
        database = source;
        return database;
    }

    @Test
    void aQueryThatHangsIsGivenUpAfterTheTimeout() throws Exception {
        accounts().addDomain("example.org", null, null);
        SqlAccounts impatient = new SqlAccounts(() -> database, new RecordingAccounts(), 1, 4096);
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
            assertThrows(SQLException.class, () -> impatient.find("alice", "example.org"));
        }
    }
}
