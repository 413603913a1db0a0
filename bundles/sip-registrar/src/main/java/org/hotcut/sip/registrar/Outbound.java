package org.hotcut.sip.registrar;

import java.util.List;

import org.hotcut.sip.api.NameAddr;

/** Which registrations are flows of RFC 5626, by its section 6. */
final class Outbound {
    private Outbound() { }

    /**
     * Returns the number of the flow, counted from 1, or 0 when it is none: there is no instance or no number, or the first hop cannot do it.
     *
     * @throws Refusal 439 when the client wants it and the first hop cannot do it
     */
    static int regId(Asked asked, NameAddr contact, String instance) throws Refusal {
        int regId = instance == null ? 0 : Expires.of(contact.param("reg-id"), 0);
        if (regId == 0 || !asked.far() || firstHopCan(asked)) {
            return regId;
        }
        if (asked.outbound()) {
            throw new Refusal(439, "First Hop Lacks Outbound Support");
        }
        return 0;
    }

    /** The first hop's own Path is the last: proxies put theirs on top. */
    private static boolean firstHopCan(Asked asked) {
        List<NameAddr> path = asked.path().isEmpty() ? List.of() : asked.request().addresses("Path");
        return !path.isEmpty() && path.get(path.size() - 1).uri().param("ob") != null;
    }
}
