package org.hotcut.sip.udp;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Transport;
import org.hotcut.sip.api.SipIngress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** SIP over datagrams. */
@Component(property = "hotcut.name=udp", configurationPid = "org.hotcut.sip.udp")
public final class DatagramTransport implements Transport {
    private final SipIngress ingress;

    /** Called by the component runtime. */
    @Activate
    public DatagramTransport(@Reference SipIngress ingress) {
        this.ingress = ingress;
    }

    /** Datagrams are not framed. */
    @Override
    public int frame(ByteBuffer unread, int scanned) {
        return unread.remaining();
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        if (!isKeepAlive(message)) {
            ingress.message(flow, message);
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
