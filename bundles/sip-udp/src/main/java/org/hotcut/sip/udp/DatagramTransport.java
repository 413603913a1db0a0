package org.hotcut.sip.udp;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.Transport;
import org.hotcut.sip.api.SipIngress;
import org.hotcut.stun.StunMessage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** SIP over datagrams. */
@Component(property = "hotcut.name=udp", configurationPid = "org.hotcut.sip.udp")
public final class DatagramTransport implements Transport {
    private final SipIngress ingress;
    private final Flows flows;

    /** Called by the component runtime. */
    @Activate
    public DatagramTransport(@Reference SipIngress ingress, @Reference Flows flows) {
        this.ingress = ingress;
        this.flows = flows;
    }

    /** Datagrams are not framed. */
    @Override
    public int frame(ByteBuffer unread, int scanned) {
        return unread.remaining();
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        if (StunMessage.isStun(message)) {
            answer(flow, message);
        } else if (!isKeepAlive(message)) {
            ingress.message(flow, message);
        }
    }

    /** Nothing of STUN goes further. */
    private void answer(Flow flow, ByteBuffer message) {
        byte[] answer = StunKeepAlive.answer(message, flow.remote());
        if (answer != null) {
            flows.send(flow, answer);
        }
    }

    /** Phones keep a NAT open with nothing, CRLFs or a few NULs. */
    private static boolean isKeepAlive(ByteBuffer message) {
        for (int at = message.position(); at < message.limit(); at++) {
            byte c = message.get(at);
            if (c != '\r' && c != '\n' && c != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void malformed(Flow flow, ByteBuffer unread, String reason) {
        ingress.malformed(flow, unread, reason);
    }
}
