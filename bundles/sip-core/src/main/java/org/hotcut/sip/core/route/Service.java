package org.hotcut.sip.core.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import org.hotcut.core.api.net.Protocol;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Record;

/**
 * A transport and the name whose SRV records say where it is served.
 *
 * @param records the name with a dot behind it when it is absolute
 */
record Service(Protocol protocol, String records) {
    private static final int MOST = 4;

    /** Returns the service of a domain that has no NAPTR (RFC 3263 section 4.1). */
    static Service of(Protocol protocol, String domain) {
        return new Service(protocol, switch (protocol) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            default -> "_sips._tcp.";
        } + domain);
    }

    /**
     * Returns what NAPTR records offer, best first. What is less secure than the best is left out: whoever can keep us from a TLS port could else
     * make us speak in the clear.
     *
     * @param usable the transports that may be used
     */
    static List<Service> offered(List<Record> records, Collection<Protocol> usable) {
        List<NAPTRRecord> offers = new ArrayList<>();
        for (Record each : records) {
            if (each instanceof NAPTRRecord offer && protocol(offer) != null && usable.contains(protocol(offer))) {
                offers.add(offer);
            }
        }
        offers.sort(Comparator.comparingInt(NAPTRRecord::getOrder).thenComparingInt(NAPTRRecord::getPreference));
        List<Service> services = new ArrayList<>();
        for (NAPTRRecord offer : offers) {
            Protocol protocol = protocol(offer);
            boolean less = !services.isEmpty() && services.get(0).protocol.isSecure() && !protocol.isSecure();
            if (!less && services.size() < MOST) {
                services.add(new Service(protocol, offer.getReplacement().toString()));
            }
        }
        return services;
    }

    // "s" is the only flag, and a regular expression never stands in one of SIP's
    private static Protocol protocol(NAPTRRecord offer) {
        if (!offer.getFlags().equalsIgnoreCase("s") || !offer.getRegexp().isEmpty()) {
            return null;
        }
        return switch (offer.getService().toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Protocol.UDP;
            case "SIP+D2T" -> Protocol.TCP;
            case "SIPS+D2T" -> Protocol.TLS;
            default -> null;
        };
    }
}
