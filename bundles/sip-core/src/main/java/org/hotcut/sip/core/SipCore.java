package org.hotcut.sip.core;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.StatusSource;
import org.hotcut.core.api.Work;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Loops;
import org.hotcut.core.api.net.PeerTrust;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.OwnRequest;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.SipIngress;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipStatus;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Location;
import org.hotcut.sip.api.location.LocationListener;
import org.hotcut.sip.core.chain.Bearer;
import org.hotcut.sip.core.chain.Links;
import org.hotcut.sip.message.AddressParser;
import org.hotcut.sip.message.JainSip;
import org.hotcut.sip.message.UriParser;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The component: every service of this bundle, delegating to what belongs to the loop that calls. */
@Component(immediate = true, configurationPid = "org.hotcut.sip.core", property = "hotcut.name=sip-core",
    service = {SipIngress.class, SipParser.class, SipClient.class, SipStatus.class, StatusSource.class, FlowListener.class, LocationListener.class})
@Designate(ocd = Config.class)
public final class SipCore implements SipIngress, SipParser, SipClient, SipStatus, StatusSource, FlowListener, LocationListener {
    private static final Logger LOG = LoggerFactory.getLogger(SipCore.class);
    private static final String NAME = "hotcut.name";

    private final Services services;
    private final CoreLoop[] loops;
    private final Ingress[] ingress;
    private final OwnRequests own;
    private final Status status;

    /** Called by the component runtime. */
    @Activate
    public SipCore(@Reference Flows flows, @Reference Loops loops, @Reference Keys keys, @Reference Work work, @Reference Bans bans, Config config) {
        this(flows, loops, keys, work, bans, config.chain(), Settings.of(config), System::nanoTime);
        services.routing(Settings.routing(config));
        services.dns.configure(Settings.dnsServers(config));
        services.dns.start();
    }

    /** For tests: with a clock that gives nanoseconds. */
    SipCore(Flows flows, Loops loops, Keys keys, Work work, Bans bans, String chain, Settings settings, LongSupplier nanos) {
        services = new Services(flows, loops, keys, work, bans, new Links(loops, flows, chain), settings, nanos);
        this.loops = new CoreLoop[loops.count()];
        ingress = new Ingress[loops.count()];
        for (int i = 0; i < ingress.length; i++) {
            CoreLoop loop = new CoreLoop(i, services);
            this.loops[i] = loop;
            ingress[i] = new Ingress(loop, ingress);
            if (i < loops.signallingCount()) {
                loop.begin();
            }
        }
        own = new OwnRequests(services.loops, this.loops);
        status = new Status(services, this.loops);
        LOG.info("SIP core works on {} loops, and on {} of media while SIP comes there; the chain is {}", loops.signallingCount(), loops.count() - loops.signallingCount(), chain);
    }

    CoreLoop[] loops() {
        return loops;
    }

    Services services() {
        return services;
    }

    @Modified
    void modified(Config config) {
        services.settings(Settings.of(config));
        services.routing(Settings.routing(config));
        services.dns.configure(Settings.dnsServers(config));
        services.links.chain(config.chain());
        LOG.info("The chain is {}", config.chain());
    }

    @Deactivate
    void deactivate() {
        services.links.close();
        for (CoreLoop loop : loops) {
            services.loops.execute(loop.number, loop::end);
        }
        services.dns.close();
    }

    @Reference(service = SipHandler.class, cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindHandler(SipHandler handler, ServiceReference<SipHandler> reference) {
        Object ranking = reference.getProperty(Constants.SERVICE_RANKING);
        Bundle bundle = reference.getBundle();
        String who = bundle == null ? "?" : bundle.getSymbolicName() + ' ' + bundle.getVersion();
        for (String name : names(reference)) {
            services.links.bind(name, new Bearer(handler, ranking instanceof Integer number ? number : 0, id(reference), who));
        }
    }

    void unbindHandler(ServiceReference<SipHandler> reference) {
        for (String name : names(reference)) {
            services.links.unbind(name, id(reference));
        }
    }

    private static long id(ServiceReference<?> reference) {
        return (Long) reference.getProperty(Constants.SERVICE_ID);
    }

    private static List<String> names(ServiceReference<?> reference) {
        Object name = reference.getProperty(NAME);
        if (name instanceof String one) {
            return List.of(one);
        }
        if (name instanceof String[] several) {
            return List.of(several);
        }
        LOG.warn("A handler of {} has no {}: nobody will ask it", reference.getBundle(), NAME);
        return List.of();
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindLocation(Location location) {
        services.location(location);
    }

    void unbindLocation(Location location) {
        services.noLocation(location);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindAccounts(Accounts accounts) {
        services.accounts(accounts);
    }

    void unbindAccounts(Accounts accounts) {
        services.noAccounts(accounts);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindTrust(PeerTrust trust) {
        services.trust(trust);
    }

    void unbindTrust(PeerTrust trust) {
        services.noTrust(trust);
    }

    @Override
    public void message(Flow flow, ByteBuffer message) {
        ingress[services.loops.current()].message(flow, message);
    }

    @Override
    public void malformed(Flow flow, ByteBuffer bytes, String reason) {
        ingress[services.loops.current()].unframed(flow, bytes, reason);
    }

    @Override
    public void closed(Flow flow) {
        services.aliases.closed(flow);
        for (CoreLoop loop : loops) {
            services.loops.execute(loop.number, () -> loop.closed(flow));
        }
    }

    @Override
    public void changed(String address, List<Change> changes) {
        if (services.awaits.size() > 0 && changes.stream().anyMatch(change -> change.event() == Event.CREATED || change.event() == Event.REFRESHED)) {
            services.awaits.registered(address);
        }
    }

    @Override
    public SipUri uri(String text) {
        return UriParser.parse(text);
    }

    @Override
    public NameAddr address(String text) {
        return AddressParser.parse(text);
    }

    @Override
    public SipRequest request(javax.sip.message.Request request) {
        return JainSip.request(request);
    }

    @Override
    public CompletionStage<Answer> send(OwnRequest request, Target target) {
        return own.send(request, target);
    }

    @Override
    public String contact(Flow line) {
        return own.contact(line);
    }

    @Override
    public List<Exchange> exchanges(int most) {
        return status.exchanges(most);
    }

    @Override
    public List<Link> chain() {
        return status.chain();
    }

    @Override
    public int trace(String address) {
        return status.trace(address);
    }

    @Override
    public List<String> traced(int trace) {
        return status.traced(trace);
    }

    @Override
    public void untrace(int trace) {
        status.untrace(trace);
    }

    @Override
    public Map<String, Object> status() {
        return status.figures();
    }
}
