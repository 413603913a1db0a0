package org.hotcut.sip.core;

import java.net.InetSocketAddress;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.core.transaction.Outbound;
import org.hotcut.sip.core.transaction.ServerKey;
import org.hotcut.sip.core.transaction.ServerTransaction;
import org.hotcut.sip.message.Requests;
import org.hotcut.sip.message.Response;
import org.hotcut.sip.message.Via;

/** The way out of one loop. */
final class Sender implements Outbound {
    private final Services services;
    private final Flows flows;
    private final Counters counters;
    private final int loop;

    Sender(Services services, Counters counters, int loop) {
        this.services = services;
        this.flows = services.flows;
        this.counters = counters;
        this.loop = loop;
    }

    @Override
    public boolean request(Flow flow, byte[] message) {
        services.tracer.out(flow, message);
        return flows.send(flow, message) || isLost(flow);
    }

    /** A datagram that the kernel would not take is one that was lost on the way, as others are: it is sent again when its timer says. */
    private boolean isLost(Flow flow) {
        return !flow.protocol().isStream() && flows.isOpen(flow);
    }

    @Override
    public void response(ServerTransaction transaction, byte[] message) {
        if (!request(transaction.back(), message)) {
            elsewhere(transaction, message);
        }
    }

    @Override
    public byte[] acknowledgement(byte[] invite, Response response) {
        return Requests.ack(invite, response);
    }

    /** Returns the line by which responses go back (RFC 3261 section 18.2.2, RFC 3581 section 4): a datagram's sender may listen at another port. */
    Flow back(Flow flow, Via via) {
        if (flow.protocol().isStream() || via == null || via.hasRport()) {
            return flow;
        }
        int port = via.port() > 0 ? via.port() : 5060;
        if (port == flow.remote().getPort()) {
            return flow;
        }
        Flow back = flows.udp(flow.endpoint(), new InetSocketAddress(flow.remote().getAddress(), port));
        return back == null ? flow : back;
    }

    /** RFC 3261 section 18.2.2: when the connection is gone, one is opened to where the request came from, at the port of sent-by. */
    private void elsewhere(ServerTransaction transaction, byte[] message) {
        Flow flow = transaction.flow();
        Protocol protocol = flow.protocol();
        if (protocol != Protocol.TCP && protocol != Protocol.TLS) {
            counters.drop(Drop.NO_WAY_BACK);
            return;
        }
        ServerKey key = transaction.key();
        int port = key.port() > 0 ? key.port() : protocol == Protocol.TLS ? 5061 : 5060;
        flows.connect(protocol, new InetSocketAddress(flow.remote().getAddress(), port), protocol == Protocol.TLS ? key.host() : null)
            .whenComplete((other, fault) -> services.loops.execute(loop, () -> {
                if (other == null || !request(other, message)) {
                    counters.drop(Drop.NO_WAY_BACK);
                }
            }));
    }
}
