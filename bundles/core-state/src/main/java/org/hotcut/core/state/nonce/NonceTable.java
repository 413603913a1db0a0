package org.hotcut.core.state.nonce;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.hotcut.core.api.account.Nonces;
import org.hotcut.core.state.CoreStateConfig;
import org.hotcut.core.state.Lru;
import org.hotcut.core.state.StateFolder;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;

/**
 * Counts of the nonces in use. A nonce is known by a 64 bit hash: its signature was checked before, so nobody can choose one to collide
 * with another's, and a chance collision costs a client one more challenge.
 */
@Component(service = {Nonces.class, NonceTable.class}, immediate = true, configurationPid = CoreStateConfig.PID)
public final class NonceTable implements Nonces {
    private final NonceFile file;
    private final Lru<Long, NonceRow> rows;
    /** Unknown nonces issued up to this time are forgotten ones. */
    private final AtomicLong horizon;

    /** Activates the component. */
    @Activate
    public NonceTable(BundleContext context, CoreStateConfig config) {
        this(StateFolder.of(context), config.nonces(), System::currentTimeMillis);
    }

    NonceTable(StateFolder folder, int capacity, LongSupplier clock) {
        file = new NonceFile(folder);
        horizon = new AtomicLong(Long.MIN_VALUE);
        rows = new Lru<>(capacity, (nonce, row) -> forgetUpTo(row.issuedAt()));
        forgetUpTo(file.restore(rows::put, clock.getAsLong()));
    }

    @Modified
    void modified(CoreStateConfig config) {
        rows.resize(config.nonces());
    }

    /** Stores the table; what was used is known again at the next start. */
    @Deactivate
    public void save() {
        file.save(rows, horizon.get());
    }

    @Override
    public Use use(String nonce, long issuedAt, long count, String transaction) {
        return rows.with(hash(nonce, 0), key -> issuedAt <= horizon.get() ? null : new NonceRow(issuedAt),
            row -> row == null ? Use.FORGOTTEN : row.use(count, hash(transaction, count)));
    }

    /** Returns figures for the admin. */
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("known", rows.size());
        status.put("most", rows.capacity());
        return status;
    }

    private void forgetUpTo(long time) {
        horizon.accumulateAndGet(time, Math::max);
    }

    /** FNV-1a over the characters, finished with the mixer of SplitMix64. */
    private static long hash(String text, long seed) {
        long hash = 0xcbf29ce484222325L ^ seed * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
