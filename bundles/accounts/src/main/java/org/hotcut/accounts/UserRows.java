package org.hotcut.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.Account.Ha1;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code users}. */
final class UserRows {
    private static final Logger LOG = LoggerFactory.getLogger(UserRows.class);
    private static final int MD5_DIGITS = 32;
    private static final int SHA_DIGITS = 64;
    private static final String SELECT = "SELECT d.realm, u.ha1_md5, u.ha1_md5_domain, u.ha1_sha256, u.ha1_sha256_domain, u.ha1_sha512_256, "
        + "u.ha1_sha512_256_domain, u.user_name, u.domain FROM users u JOIN domains d ON d.name = u.domain WHERE u.enabled = TRUE AND ";
    private static final String FIND = SELECT + "u.domain = ? AND u.user_name = ?";
    /** Domains may have one realm together: then the user of the first one is meant. */
    private static final String FIND_HASHED = SELECT + "u.userhash IN (?, ?) ORDER BY d.id, d.name FETCH FIRST 1 ROWS ONLY";
    private static final String HASHES = "ha1_md5 = ?, ha1_md5_domain = ?, ha1_sha256 = ?, ha1_sha256_domain = ?, ha1_sha512_256 = ?, "
        + "ha1_sha512_256_domain = ?, userhash = ?, scram_sha1 = ?, scram_sha256 = ?, updated_at = CURRENT_TIMESTAMP";
    private static final String INSERT = "INSERT INTO users (ha1_md5, ha1_md5_domain, ha1_sha256, ha1_sha256_domain, ha1_sha512_256, "
        + "ha1_sha512_256_domain, userhash, scram_sha1, scram_sha256, user_name, domain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "UPDATE users SET " + HASHES + " WHERE user_name = ? AND domain = ?";

    private final Database database;

    UserRows(Database database) {
        this.database = database;
    }

    /** Returns an account, or null when there is none or it is disabled. */
    Account find(String user, String domain) throws SQLException {
        List<Account> found = database.query(FIND, row -> account(row, user, domain), domain, user);
        return found.isEmpty() ? null : found.get(0);
    }

    /** Returns the account of a user who gives the hash of his name, or null. Another program may have written it in upper case. */
    Account findHashed(String userhash) throws SQLException {
        List<Account> found = database.query(FIND_HASHED, row -> account(row, row.getString(8), row.getString(9)), userhash, userhash.toUpperCase(Locale.ROOT));
        return found.isEmpty() ? null : found.get(0);
    }

    List<String> names(String domain, String after, int most) throws SQLException {
        return database.query("SELECT user_name FROM users WHERE domain = ? AND user_name > ? ORDER BY user_name FETCH FIRST " + most + " ROWS ONLY",
            row -> row.getString(1), domain, after == null ? "" : after);
    }

    void add(String user, String domain, Credentials credentials) throws SQLException {
        try {
            database.update(INSERT, values(user, domain, credentials));
        } catch (SQLException e) {
            if (Database.isDuplicate(e)) {
                String address = user + '@' + domain;
                throw new IllegalArgumentException("user " + address + " is here already; give it another password with: user:password " + address);
            }
            throw e;
        }
    }

    void change(String user, String domain, Credentials credentials) throws SQLException {
        if (database.update(UPDATE, values(user, domain, credentials)) == 0) {
            throw notHere(user, domain);
        }
    }

    void remove(String user, String domain) throws SQLException {
        if (database.update("DELETE FROM users WHERE domain = ? AND user_name = ?", domain, user) == 0) {
            throw notHere(user, domain);
        }
    }

    private static Object[] values(String user, String domain, Credentials credentials) {
        Ha1 md5 = credentials.ha1().get(DigestAlgorithm.MD5);
        Ha1 sha256 = credentials.ha1().get(DigestAlgorithm.SHA_256);
        Ha1 sha512 = credentials.ha1().get(DigestAlgorithm.SHA_512_256);
        return new Object[] {md5.plain(), md5.withDomain(), sha256.plain(), sha256.withDomain(), sha512.plain(), sha512.withDomain(),
            credentials.userhash(), credentials.scramSha1(), credentials.scramSha256(), user, domain};
    }

    private static Account account(ResultSet row, String user, String domain) throws SQLException {
        String realm = row.getString(1);
        Map<DigestAlgorithm, Ha1> ha1 = new EnumMap<>(DigestAlgorithm.class);
        String address = user + '@' + domain;
        put(ha1, DigestAlgorithm.MD5, hash(row, 2, MD5_DIGITS, address), hash(row, 3, MD5_DIGITS, address));
        put(ha1, DigestAlgorithm.SHA_256, hash(row, 4, SHA_DIGITS, address), hash(row, 5, SHA_DIGITS, address));
        put(ha1, DigestAlgorithm.SHA_512_256, hash(row, 6, SHA_DIGITS, address), hash(row, 7, SHA_DIGITS, address));
        return new Account(user, domain, realm == null || realm.isEmpty() ? domain : realm, ha1);
    }

    private static void put(Map<DigestAlgorithm, Ha1> ha1, DigestAlgorithm algorithm, String plain, String withDomain) {
        if (plain != null) {
            ha1.put(algorithm, new Ha1(plain, withDomain));
        }
    }

    /** Another program may have written anything: upper case is welcome, what is no hash is left out. */
    private static String hash(ResultSet row, int column, int digits, String address) throws SQLException {
        String stored = row.getString(column);
        if (stored == null || stored.isBlank()) {
            return null;
        }
        String hash = stored.trim().toLowerCase(Locale.ROOT);
        if (hash.length() == digits && hash.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            return hash;
        }
        LOG.warn("{}: {} is not {} hexadecimal digits and is not used", address, row.getMetaData().getColumnName(column), digits);
        return null;
    }

    private static IllegalArgumentException notHere(String user, String domain) {
        String address = user + '@' + domain;
        return new IllegalArgumentException("user " + address + " is not here; add it with: user:add " + address);
    }
}
