package org.hotcut.core.state.account;

import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.Account;
import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.AccountsListener;
import org.hotcut.core.api.account.Domain;
import org.hotcut.core.state.CoreStateConfig;
import org.hotcut.core.state.StateFolder;
import org.hotcut.core.state.Ticker;
import org.hotcut.core.state.work.WorkPool;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/** Domains and users from memory; see the package. */
@Component(service = {Accounts.class, AccountDirectory.class}, immediate = true, configurationPid = CoreStateConfig.PID)
public final class AccountDirectory implements Accounts {
    private static final long TICK_MILLIS = 100;
    private static final long FLUSH_MILLIS = 1_000;
    private static final long FRESH_MILLIS = 1_000;
    /** For so long after its time a remembered user still serves at once while the source is asked. */
    private static final long BACKGROUND_MILLIS = 60_000;
    private static final int MOST_CHARACTERS = 255;
    private static final int HASH_BYTES = 32;
    private static final CompletionStage<Account> NOBODY = CompletableFuture.completedStage(null);

    /** How long users are remembered and how often domains are read, milliseconds. */
    record Times(long timeToLive, long keep, long interval) {
        static Times of(CoreStateConfig config) {
            return new Times(TimeUnit.SECONDS.toMillis(config.usersTimeToLive()), TimeUnit.DAYS.toMillis(config.usersKeep()),
                TimeUnit.SECONDS.toMillis(config.domainsInterval()));
        }
    }

    private final LongSupplier clock;
    private final Inquiries inquiries;
    private final DomainTable domains;
    private final DomainReader reader;
    private final Listeners listeners;
    private final UserCache cache;
    private final UserLookups lookups;
    private final HashedUsers hashed;
    private final Future<?> ticking;
    private volatile Times times;
    private long flushedAt;

    /** Activates the component. */
    @Activate
    public AccountDirectory(BundleContext context, @Reference WorkPool pool, @Reference Ticker ticker, CoreStateConfig config) {
        this(StateFolder.of(context), pool, ticker, System::currentTimeMillis, config.users(), Times.of(config));
    }

    AccountDirectory(StateFolder folder, WorkPool pool, Ticker ticker, LongSupplier clock, int users, Times times) {
        this.clock = clock;
        this.times = times;
        inquiries = new Inquiries(pool, clock);
        domains = new DomainTable(folder);
        reader = new DomainReader(inquiries, clock, this::keep);
        listeners = new Listeners(pool, domains);
        cache = new UserCache(folder, users, times.keep(), clock);
        lookups = new UserLookups(cache, inquiries, clock, gone -> listeners.tellAccount(gone.user(), gone.domain()));
        hashed = new HashedUsers(inquiries, users, clock);
        ticking = ticker.every(TICK_MILLIS, this::tick);
    }

    @Modified
    void modified(CoreStateConfig config) {
        times = Times.of(config);
        cache.resize(config.users());
        hashed.resize(config.users());
    }

    @Deactivate
    void stop() {
        ticking.cancel(false);
        cache.tick();
    }

    /** A source came; it is asked from now on if it is the best one. */
    void add(AccountSource source, String name, int ranking, long id) {
        inquiries.add(source, name, ranking, id);
        reader.readAnew();
    }

    /** A source leaves; returns when nothing of it runs any more. */
    void removeSource(long id) {
        inquiries.remove(id);
    }

    void add(AccountsListener listener, String name, long id) {
        listeners.add(id, name, listener);
    }

    /** A listener leaves; returns when nothing of it runs any more. */
    void removeListener(long id) {
        listeners.remove(id);
    }

    @Override
    public Domain domain(String name) {
        return domains.find(name);
    }

    @Override
    public Collection<Domain> domains() {
        return domains.all();
    }

    @Override
    public CompletionStage<Account> find(String user, String domain) {
        long most = times.timeToLive();
        return find(user, domain, most - early(user, most), most + Math.min(most, BACKGROUND_MILLIS));
    }

    // who came together, after a restart, is not asked for again together; the half of the time over which they are spread is the same for a user each time
    private static long early(String user, long most) {
        return user == null ? 0 : (user.hashCode() * 0x9e3779b9 >>> 22) * (most / 2) >> 10;
    }

    @Override
    public CompletionStage<Account> findFresh(String user, String domain) {
        return find(user, domain, FRESH_MILLIS, FRESH_MILLIS);
    }

    @Override
    public CompletionStage<Account> findHashed(byte[] userhash) {
        if (userhash == null || userhash.length != HASH_BYTES) {
            return NOBODY;
        }
        return hashed.find(HexFormat.of().formatHex(userhash), key -> find(key.user(), key.domain()));
    }

    @Override
    public CompletionStage<Void> changed(String user, String domain) {
        String key = domain == null ? null : key(domain);
        lookups.changed(user, key);
        hashed.changed(user);
        CompletionStage<Void> read = reader.readAnew();
        // also when the domains could not be read: what was remembered of that user is forgotten all the same
        read.whenComplete((done, failure) -> listeners.tellAccount(user, key));
        return read;
    }

    /** Returns figures for the admin. */
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("source", inquiries.status());
        status.put("questions", inquiries.open());
        status.put("domains", domains.all().size());
        status.put("users", cache.size());
        status.put("most", cache.capacity());
        return status;
    }

    void tick() {
        inquiries.tick();
        reader.tick(times.interval());
        listeners.tick();
        long now = clock.getAsLong();
        if (now - flushedAt >= FLUSH_MILLIS || now < flushedAt) {
            flushedAt = now;
            cache.tick();
            hashed.tick();
        }
    }

    private CompletionStage<Account> find(String user, String domain, long fresh, long stale) {
        if (user == null || domain == null || user.length() > MOST_CHARACTERS || domain.length() > MOST_CHARACTERS) {
            return NOBODY;
        }
        Domain ours = domains.find(domain);
        if (ours == null && domains.known()) {
            return NOBODY;
        }
        return lookups.find(new UserKey(user, ours == null ? DomainTable.plain(domain) : ours.name()), fresh, stale, times.keep());
    }

    private String key(String domain) {
        Domain ours = domains.find(domain);
        return ours == null ? DomainTable.plain(domain) : ours.name();
    }

    private void keep(List<Domain> read) {
        List<String> gone = domains.replace(read);
        if (gone == null) {
            return;
        }
        listeners.tellDomains();
        gone.forEach(this::forgetUsers);
    }

    private void forgetUsers(String domain) {
        lookups.changed(null, domain);
        hashed.changed(null);
        listeners.tellAccount(null, domain);
    }
}
