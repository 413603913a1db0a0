package org.hotcut.core.state.work;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.Work;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/**
 * The pool as one bundle sees it. An instance lives as long as that bundle uses the service, which is why this component, alone in the
 * bundle, is not an immediate one: it holds nothing but that bundle's share.
 */
@Component(service = Work.class, scope = ServiceScope.BUNDLE, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class WorkOfBundle implements Work {
    private final WorkClient client;

    /** Activates the instance for a bundle. */
    @Activate
    public WorkOfBundle(@Reference WorkPool pool, ComponentContext context) {
        this(pool, context.getUsingBundle().getSymbolicName());
    }

    WorkOfBundle(WorkPool pool, String bundle) {
        client = pool.client(bundle);
    }

    @Override
    public <T> CompletionStage<T> call(Callable<T> task) {
        return client.call(task).minimalCompletionStage();
    }

    @Deactivate
    void leave() {
        client.close();
    }
}
