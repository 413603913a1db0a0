package org.hotcut.sip.registrar;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.net.Flow;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipRequest;

/**
 * What a REGISTER says apart from its Contacts, read once.
 *
 * @param flow      the line it came by
 * @param address   the address-of-record
 * @param contacts  its Contacts, without {@code *}
 * @param via       the topmost Via
 * @param path      Path values, topmost first
 * @param expires   seconds for Contacts that do not say themselves
 * @param far       another proxy is between the client and us
 * @param outbound  the client can do RFC 5626
 * @param knowsPath the client can do RFC 3327
 * @param gruu      the client wants GRUUs (RFC 5627)
 * @param now       milliseconds since 1970
 */
record Asked(SipRequest request, Flow flow, String address, List<NameAddr> contacts, String via, List<String> path, int expires,
             boolean far, boolean outbound, boolean knowsPath, boolean gruu, long now) {
    private static final int LONGEST_PATH = 2000;

    static Asked read(SipRequest request, Flow flow, String address, int defaultExpires, long now) throws Refusal {
        boolean outbound = false;
        boolean path = false;
        boolean gruu = false;
        for (String extension : extensions(request)) {
            outbound |= extension.equalsIgnoreCase("outbound");
            path |= extension.equalsIgnoreCase("path");
            gruu |= extension.equalsIgnoreCase("gruu");
        }
        List<String> way = path(request);
        List<String> vias = request.headers("Via");
        return new Asked(request, flow, address, request.addresses("Contact"), vias.get(0), way,
            Expires.of(request.header("Expires"), defaultExpires), !way.isEmpty() || vias.size() > 1, outbound, path, gruu, now);
    }

    /** What a client requires it can do itself. */
    private static List<String> extensions(SipRequest request) {
        List<String> supported = request.header("Supported") == null ? List.of() : request.headers("Supported");
        if (request.header("Require") == null) {
            return supported;
        }
        List<String> all = new ArrayList<>(supported);
        all.addAll(request.headers("Require"));
        return all;
    }

    /**
     * RFC 3327 section 5.3. Path is kept whether or not the client says that it understands it: only a proxy between us puts it in, and
     * without it the client cannot be reached.
     */
    private static List<String> path(SipRequest request) throws Refusal {
        if (request.header("Path") == null) {
            return List.of();
        }
        List<String> path = List.copyOf(request.headers("Path"));
        int length = 0;
        for (String value : path) {
            length += value.length();
        }
        if (length > LONGEST_PATH) {
            throw new Refusal(400, "Path too long");
        }
        return path;
    }
}
