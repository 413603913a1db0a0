package org.hotcut.core.state;

import java.util.LinkedHashMap;
import java.util.Map;

import org.hotcut.core.api.Node;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.state.account.AccountDirectory;
import org.hotcut.core.state.ban.BanTable;
import org.hotcut.core.state.nonce.NonceTable;
import org.hotcut.core.state.work.WorkPool;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/** What the admin sees of this bundle. */
@Component(service = StatusSource.class, immediate = true, property = "hotcut.name=core-state", configurationPolicy = ConfigurationPolicy.IGNORE)
public final class CoreStateStatus implements StatusSource {
    private final Node node;
    private final AccountDirectory accounts;
    private final NonceTable nonces;
    private final KeyRing keys;
    private final WorkPool pool;
    private final BanTable bans;

    /** Activates the component. */
    @Activate
    public CoreStateStatus(@Reference Node node, @Reference AccountDirectory accounts, @Reference NonceTable nonces, @Reference KeyRing keys,
                           @Reference WorkPool pool, @Reference BanTable bans) {
        this.node = node;
        this.accounts = accounts;
        this.nonces = nonces;
        this.keys = keys;
        this.pool = pool;
        this.bans = bans;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("node", node.id());
        status.put("accounts", accounts.status());
        status.put("nonces", nonces.status());
        status.put("keys", keys.counts());
        status.put("work", pool.status());
        status.put("bans", bans.status());
        return status;
    }
}
