package org.hotcut.sip.events;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.event.Document;
import org.hotcut.sip.api.event.EventPackage;
import org.hotcut.sip.api.event.Publication;
import org.hotcut.sip.api.event.Publications;
import org.hotcut.sip.api.event.Refresh;
import org.hotcut.sip.api.event.StoredMessage;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.event.Subscription;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The component: every service of this bundle, asked of the {@link Desk} on the home loop. */
@Component(immediate = true, configurationPid = "org.hotcut.sip.events", property = "hotcut.name=sip-events",
    service = {StoredMessages.class, Subscriptions.class, Publications.class, LocationListener.class, StatusSource.class})
@Designate(ocd = Config.class)
public final class SipEvents implements StoredMessages, Subscriptions, Publications, LocationListener, StatusSource {
    private static final long DRAIN_MILLIS = 2_000;

    private final Home home;
    private final Packages packages = new Packages();
    private final Desk desk;
    private volatile Limits limits;

    /** Called by the component runtime. */
    @Activate
    public SipEvents(BundleContext context, Config config, @Reference Loops loops, @Reference Flows flows, @Reference Location location, @Reference SipClient client)
        throws IOException {
        this(dataFolder(context), Limits.of(config), loops, flows, location, client, Clock.systemUTC());
    }

    SipEvents(Path data, Limits limits, Loops loops, Flows flows, Location location, SipClient client, Clock clock) throws IOException {
        this.limits = limits;
        home = new Home(loops);
        desk = new Desk(data, home, loops, packages, flows, location, client, clock::millis, () -> this.limits.notifyMillis());
    }

    @Modified
    void modified(Config config) {
        limits = Limits.of(config);
    }

    @Deactivate
    void close() throws Exception {
        desk.close();
    }

    @Reference(service = EventPackage.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPackage(EventPackage bearer, Map<String, Object> properties) {
        Object ranking = properties.get(Constants.SERVICE_RANKING);
        packages.bind(String.valueOf(properties.get("hotcut.name")), bearer, ranking instanceof Integer number ? number : 0, (Long) properties.get(Constants.SERVICE_ID));
    }

    /** Returns when nobody is inside it any more. */
    void unbindPackage(EventPackage bearer, Map<String, Object> properties) {
        packages.unbind(String.valueOf(properties.get("hotcut.name")), (Long) properties.get(Constants.SERVICE_ID));
        home.settle(DRAIN_MILLIS);
    }

    @Override
    public CompletionStage<StoredMessages.Outcome> keep(StoredMessage message, boolean tried) {
        return home.ask(() -> desk.keep(message, tried, limits));
    }

    @Override
    public CompletionStage<List<StoredMessage>> messages(int most) {
        return home.ask(() -> desk.messages(most));
    }

    @Override
    public CompletionStage<Integer> purge(String address) {
        return home.ask(() -> desk.purge(address));
    }

    @Override
    public CompletionStage<Subscriptions.Outcome> subscribe(Subscription subscription) {
        return home.ask(() -> desk.subscribe(subscription, limits));
    }

    @Override
    public CompletionStage<Subscriptions.Outcome> refresh(Refresh refresh) {
        return home.ask(() -> desk.refresh(refresh));
    }

    @Override
    public CompletionStage<Subscription> find(String callId, String tag) {
        return home.ask(() -> desk.find(callId, tag));
    }

    @Override
    public CompletionStage<Void> end(String callId, String tag, String reason) {
        return home.ask(() -> desk.end(callId, tag, reason));
    }

    @Override
    public Set<String> packages() {
        return packages.names();
    }

    @Override
    public CompletionStage<List<Subscription>> subscriptions(int most) {
        return home.ask(() -> desk.subscriptions(most));
    }

    @Override
    public CompletionStage<Publications.Result> publish(Publication publication) {
        return home.ask(() -> desk.publish(publication, limits));
    }

    @Override
    public CompletionStage<List<Document>> documents(int most) {
        return home.ask(() -> desk.documents(most));
    }

    @Override
    public void changed(String address, List<Change> changes) {
        if (desk.isAwaited(address)) {
            home.run(() -> desk.changed(address, changes));
        }
    }

    @Override
    public Map<String, Object> status() {
        return desk.status();
    }

    private static Path dataFolder(BundleContext context) {
        String data = context.getProperty("hotcut.data");
        return Path.of(data == null ? context.getProperty("karaf.data") : data);
    }
}
