package org.hotcut.accounts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javax.sql.DataSource;

/** Statements with a time-out, over whatever data source is there when they are run. Any thread; blocks. */
final class Database {
    /** Makes something of a row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Supplier<DataSource> dataSource;
    private final int timeoutSeconds;

    Database(Supplier<DataSource> dataSource, int timeoutSeconds) {
        this.dataSource = dataSource;
        this.timeoutSeconds = timeoutSeconds;
    }

    Connection open() throws SQLException {
        DataSource present = dataSource.get();
        if (present == null) {
            throw new SQLException("there is no data source named hotcut; it is made from etc/org.ops4j.datasource-hotcut.cfg");
        }
        Connection connection = present.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, (int) TimeUnit.SECONDS.toMillis(timeoutSeconds));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static boolean isPostgreSql(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
    }

    <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
        try (Connection connection = open(); PreparedStatement statement = prepare(connection, sql, values); ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        }
    }

    /** Returns how many rows it changed. */
    int update(String sql, Object... values) throws SQLException {
        try (Connection connection = open(); PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Prepares a statement with its values and the time-out. */
    PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            // PostgreSQL's driver would start a thread for it, which keeps this bundle's class loader after a swap; it has the time-out of the network instead
            if (!isPostgreSql(connection)) {
                statement.setQueryTimeout(timeoutSeconds);
            }
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    /** Tells whether a statement failed because the row is there already. */
    static boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }
}
