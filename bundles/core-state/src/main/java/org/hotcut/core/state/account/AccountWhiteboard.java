package org.hotcut.core.state.account;

import java.util.Map;

import org.hotcut.core.api.account.AccountSource;
import org.hotcut.core.api.account.AccountsListener;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Behaviour that comes and goes, for the directory. A component of its own, for a source refers to the directory's service: if the directory itself
 * referred to sources, each would have to be there before the other.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AccountWhiteboard {
    private final AccountDirectory directory;

    /** Activates the component. */
    @Activate
    public AccountWhiteboard(@Reference AccountDirectory directory) {
        this.directory = directory;
    }

    @Reference(service = AccountSource.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSource(AccountSource source, Map<String, Object> properties) {
        int ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        directory.add(source, name(properties), ranking, id(properties));
    }

    void unbindSource(AccountSource source, Map<String, Object> properties) {
        directory.removeSource(id(properties));
    }

    @Reference(service = AccountsListener.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindListener(AccountsListener listener, Map<String, Object> properties) {
        directory.add(listener, name(properties), id(properties));
    }

    void unbindListener(AccountsListener listener, Map<String, Object> properties) {
        directory.removeListener(id(properties));
    }

    private static String name(Map<String, Object> properties) {
        return properties.get("hotcut.name") instanceof String name ? name : "service " + id(properties);
    }

    private static long id(Map<String, Object> properties) {
        return (Long) properties.get(Constants.SERVICE_ID);
    }
}
