package org.hotcut.sip.proxy;

import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.location.Binding;

/** Makes registrations of bob. */
final class Bound {
    private static final Flow UDP = Calls.flow(Protocol.UDP, "192.0.2.7", 5060);

    private String contact = "sip:bob@192.0.2.7";
    private Flow flow = UDP;
    private boolean natted;
    private boolean reachable = true;
    private String instance;
    private int regId;
    private int q = 1000;
    private String push;
    private String features;
    private String address = "bob@example.org";
    private String callId = "r1";
    private long cseq = 1;
    private long expiresAt = Long.MAX_VALUE;

    Bound contact(String value) {
        contact = value;
        return this;
    }

    Bound flow(Flow value) {
        flow = value;
        return this;
    }

    Bound natted(boolean value) {
        natted = value;
        return this;
    }

    Bound reachable(boolean value) {
        reachable = value;
        return this;
    }

    Bound device(String urn, int id) {
        instance = urn;
        regId = id;
        return this;
    }

    Bound q(int thousandths) {
        q = thousandths;
        return this;
    }

    Bound push(String value) {
        push = value;
        return this;
    }

    Bound features(String value) {
        features = value;
        return this;
    }

    Bound cseq(long value) {
        cseq = value;
        return this;
    }

    Bound address(String value) {
        address = value;
        return this;
    }

    Bound callId(String value) {
        callId = value;
        return this;
    }

    Bound expiresAt(long millis) {
        expiresAt = millis;
        return this;
    }

    Binding binding() {
        return new Binding(address, contact, List.of("<sip:path;lr>"), flow, natted, "node", instance, regId, q, push, features, null, callId, cseq,
            expiresAt, reachable, 1L + ((instance == null ? contact : instance) + regId).hashCode());
    }
}
