package org.hotcut.net;

import java.util.Map;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.ban.Bans;
import org.hotcut.core.api.net.CertificateJudge;
import org.hotcut.core.api.net.FlowListener;
import org.hotcut.core.api.net.PacketHandler;
import org.hotcut.core.api.net.Transport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Tells {@link Net} of those who use it. A component apart from {@link NetComponent}: they need its services, so that whichever of the two began would
 * otherwise ask for the other in a circle, which SCR reports as an error.
 */
@Component(immediate = true, service = {})
public final class Users {
    private final Net net;

    /** Called by the component runtime, before the methods that bind. */
    @Activate
    public Users(@Reference NetComponent component) {
        net = component.net();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindTransport(Transport transport, Map<String, Object> properties) {
        net.bind(transport, properties);
    }

    void unbindTransport(Transport transport) {
        net.unbind(transport);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPacketHandler(PacketHandler handler, Map<String, Object> properties) {
        net.bind(handler, properties);
    }

    void unbindPacketHandler(PacketHandler handler) {
        net.unbind(handler);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindFlowListener(FlowListener listener) {
        net.bind(listener);
    }

    void unbindFlowListener(FlowListener listener) {
        net.unbind(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, target = "(hotcut.name=identity)")
    void bindJudge(CertificateJudge judge, Map<String, Object> properties) {
        net.bind(judge, properties);
    }

    void unbindJudge(CertificateJudge judge) {
        net.unbind(judge);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindKeys(Keys keys) {
        net.bind(keys);
    }

    void unbindKeys(Keys keys) {
        net.unbind(keys);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindBans(Bans bans) {
        net.bind(bans);
    }

    void unbindBans(Bans bans) {
        net.unbind(bans);
    }
}
