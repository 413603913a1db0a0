package org.hotcut.accounts;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.DigestAlgorithm;
import org.hotcut.core.api.account.Domain;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Domains and users over SQL; see the package. Passwords given to it are the caller's to wipe. */
@Component(configurationPid = AccountsConfig.PID, property = "hotcut.name=accounts",
    reference = @Reference(name = SqlAccounts.DATABASE, service = DataSource.class, target = "(dataSourceName=hotcut)",
        cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY))
@Designate(ocd = AccountsConfig.class)
public final class SqlAccounts implements AccountSource, AccountAdmin {
    static final String DATABASE = "database";
    private static final int MOST_LISTED = 10_000;
    private static final long IN_FORCE_SECONDS = 10;

    /** What is done with the credentials of a user. */
    private interface Writing {
        void write(String user, String domain, Credentials credentials) throws SQLException;
    }

    private final Accounts accounts;
    private final Schema schema;
    private final DomainRows domains;
    private final UserRows users;
    private final int iterations;

    /** Activates the component. */
    @Activate
    public SqlAccounts(ComponentContext context, @Reference Accounts accounts, AccountsConfig config) {
        this(() -> context.locateService(DATABASE), accounts, config.queryTimeout(), config.scramIterations());
    }

    SqlAccounts(Supplier<DataSource> dataSource, Accounts accounts, int queryTimeout, int iterations) {
        Database database = new Database(dataSource, queryTimeout);
        this.accounts = accounts;
        this.iterations = iterations;
        schema = new Schema(database);
        domains = new DomainRows(database);
        users = new UserRows(database);
    }

    @Override
    public List<Domain> domains() throws Exception {
        schema.ensure();
        return domains.all();
    }

    @Override
    public Account find(String user, String domain) throws Exception {
        return users.find(user, domain);
    }

    @Override
    public Account findHashed(String userhash) throws Exception {
        return users.findHashed(userhash);
    }

    @Override
    public void addDomain(String name, String realm, List<DigestAlgorithm> offers) throws Exception {
        String domain = Names.domain(name);
        String checkedRealm = Names.realm(realm);
        schema.ensure();
        domains.add(domain, checkedRealm, offers);
        putInForce(null, domain);
    }

    @Override
    public void removeDomain(String name) throws Exception {
        String domain = Names.domain(name);
        schema.ensure();
        domains.remove(domain);
        putInForce(null, domain);
    }

    @Override
    public void addUser(String user, String domain, char[] password) throws Exception {
        write(user, domain, password, users::add);
    }

    @Override
    public void removeUser(String user, String domain) throws Exception {
        String name = Names.user(user);
        String home = home(domain).name();
        users.remove(name, home);
        putInForce(name, home);
    }

    @Override
    public void setPassword(String user, String domain, char[] password) throws Exception {
        write(user, domain, password, users::change);
    }

    private void write(String user, String domain, char[] password, Writing writing) throws Exception {
        String name = Names.user(user);
        Domain home = home(domain);
        Names.checkPassword(password);
        writing.write(name, home.name(), Credentials.of(name, home.name(), home.realm(), password, iterations));
        putInForce(name, home.name());
    }

    @Override
    public List<String> users(String domain, String after, int most) throws Exception {
        return users.names(home(domain).name(), after, Math.max(1, Math.min(most, MOST_LISTED)));
    }

    private Domain home(String typed) throws Exception {
        String name = Names.domain(typed);
        schema.ensure();
        return domains.get(name);
    }

    /** Makes memory forget what was true before; waits until it did. */
    private void putInForce(String user, String domain) throws InterruptedException {
        CompletableFuture<Void> done = accounts.changed(user, domain).toCompletableFuture();
        try {
            done.get(IN_FORCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("it is saved, but not in force yet: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("it is saved, but not in force after " + IN_FORCE_SECONDS + " s", e);
        }
    }
}
