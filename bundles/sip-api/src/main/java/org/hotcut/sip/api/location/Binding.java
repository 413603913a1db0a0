package org.hotcut.sip.api.location;

import java.util.List;

import org.hotcut.core.api.net.Flow;

/**
 * A Contact bound to an address-of-record.
 *
 * @param address   the address-of-record, {@code alice@example.org}
 * @param contact   the Contact URI as registered
 * @param path      Path values to put on as Route (RFC 3327), topmost first
 * @param flow      the line it was registered by
 * @param natted    the line must be used: the client sits behind NAT (its Via or Contact is not where it came from), or asked for it ({@code ob} or a
 *                  reg-id, RFC 5626)
 * @param node      id of the installation that holds the line
 * @param instance  {@code +sip.instance} without quotes, or null
 * @param regId     {@code reg-id}, 0 when none
 * @param q         preference in thousandths, 1000 when none was given
 * @param push      push parameters of the Contact as one text (RFC 8599), or null
 * @param features  media feature tags of the Contact as they stand in it (RFC 3840 section 9), {@code audio;+sip.rendering="yes"}, or null
 * @param userAgent for the admin, or null
 * @param callId    of the REGISTER that made it last
 * @param cseq      of that REGISTER
 * @param expiresAt milliseconds since 1970
 * @param reachable false when its stream line is closed and no new one was registered
 * @param key       a number for the device behind it that stays the same when it registers anew: of the address with the instance and reg-id, or with the Contact
 *                  where there is no instance. {@link Location} gives it; 0 before that, never 0 after. A user chooses his Contact, and must not reach the
 *                  number of somebody else's device: it comes from a hash with a secret key
 */
public record Binding(String address, String contact, List<String> path, Flow flow, boolean natted, String node, String instance, int regId, int q,
                      String push, String features, String userAgent, String callId, long cseq, long expiresAt, boolean reachable, long key) {
    /** Returns this one with another {@link #key}. */
    public Binding withKey(long number) {
        return new Binding(address, contact, path, flow, natted, node, instance, regId, q, push, features, userAgent, callId, cseq, expiresAt, reachable, number);
    }

    /** Returns this one after its line has closed. */
    public Binding unreachable() {
        return new Binding(address, contact, path, flow, natted, node, instance, regId, q, push, features, userAgent, callId, cseq, expiresAt, false, key);
    }
}
