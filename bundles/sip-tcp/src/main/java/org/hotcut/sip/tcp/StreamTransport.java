package org.hotcut.sip.tcp;

import java.nio.ByteBuffer;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Flows;
import org.hotcut.core.api.net.FramingException;
import org.hotcut.core.api.net.Transport;
import org.hotcut.sip.api.SipIngress;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** SIP over connections; {@code net} has done the TLS. */
@Component(property = {"hotcut.name=tcp", "hotcut.name=tls", "hotcut.alpn=sip/2", "hotcut.first=" + StreamTransport.FIRST}, configurationPid = "org.hotcut.sip.tcp")
@Designate(ocd = Config.class)
public final class StreamTransport implements Transport {
    /** Empty lines, then a request or status line (RFC 3261 section 7.1, 7.2). */
    static final String FIRST = "[\\r\\n]*+([!-~]++ (?i:sips?|tel|urn|im|pres):|SIP/)";
    private static final int PING = 4;

    private final SipIngress ingress;
    private final Flows flows;
    private final Framer framer;

    /** Called by the component runtime. */
    @Activate
    public StreamTransport(@Reference SipIngress ingress, @Reference Flows flows, Config config) {
        this.ingress = ingress;
        this.flows = flows;
        this.framer = new Framer(config.maxHead(), config.maxBody());
    }

    @Override
    public int frame(ByteBuffer unread, int scanned) throws FramingException {
        return framer.frame(unread);
    }

    @Override
    public void receive(Flow flow, ByteBuffer message) {
        byte first = message.get(message.position());
        if (first != '\r') {
            ingress.message(flow, message);
            return;
        }
        if (message.remaining() == PING) {
            flows.send(flow, new byte[] {'\r', '\n'});
        }
    }

    @Override
    public void malformed(Flow flow, ByteBuffer unread, String reason) {
        ingress.malformed(flow, unread, reason);
    }
}
