package org.hotcut.accounts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;

/** The table {@code domains}. */
final class DomainRows {
    private final Database database;

    DomainRows(Database database) {
        this.database = database;
    }

    /** Returns all in the order in which they were added; the first is the default one. */
    List<Domain> all() throws SQLException {
        return database.query("SELECT name, realm, offers FROM domains ORDER BY id, name", DomainRows::domain);
    }

    /** Returns a domain or an exception with a sentence. */
    Domain get(String name) throws SQLException {
        List<Domain> found = database.query("SELECT name, realm, offers FROM domains WHERE name = ?", DomainRows::domain, name);
        if (found.isEmpty()) {
            throw notHere(name);
        }
        return found.get(0);
    }

    void add(String name, String realm, List<DigestAlgorithm> offers) throws SQLException {
        String tokens = offers == null || offers.isEmpty() ? DigestAlgorithm.MD5.token()
            : offers.stream().distinct().map(DigestAlgorithm::token).collect(Collectors.joining(","));
        try {
            database.update("INSERT INTO domains (name, realm, offers) VALUES (?, ?, ?)", name, realm, tokens);
        } catch (SQLException e) {
            if (Database.isDuplicate(e)) {
                throw new IllegalArgumentException("domain " + name + " is here already");
            }
            throw e;
        }
    }

    void remove(String name) throws SQLException {
        if (database.update("DELETE FROM domains WHERE name = ?", name) == 0) {
            throw notHere(name);
        }
    }

    private static Domain domain(ResultSet row) throws SQLException {
        String name = row.getString(1);
        String realm = row.getString(2);
        return new Domain(name, realm == null || realm.isEmpty() ? name : realm, offers(row.getString(3)));
    }

    /** Another program may have written anything: what is no algorithm is left out, and nothing at all is MD5. */
    private static List<DigestAlgorithm> offers(String tokens) {
        List<DigestAlgorithm> offers = new ArrayList<>();
        for (String token : tokens.split(",")) {
            DigestAlgorithm algorithm = DigestAlgorithm.of(token.trim());
            if (algorithm != null && !offers.contains(algorithm)) {
                offers.add(algorithm);
            }
        }
        return offers.isEmpty() ? List.of(DigestAlgorithm.MD5) : List.copyOf(offers);
    }

    private static IllegalArgumentException notHere(String name) {
        return new IllegalArgumentException("domain " + name + " is not here; add it with: domain:add " + name);
    }
}
