package org.hotcut.sip.registrar;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.push.Push;

/** What RFC 8599 asks of a registrar: push parameters are kept, unknown push services refused, known ones named. */
final class PushServices {
    private static final String PROVIDER = "pn-provider";
    private static final int MOST_NAMED = 10;
    /** Seconds before its end that a registration is to be made anew: more than 120, and some time before {@code sip-proxy} has the device pushed for it. */
    private static final String REFRESHES_ITSELF = ";+sip.pnsreg=\"240\"";

    private final Push push;

    PushServices(Push push) {
        this.push = push;
    }

    /**
     * Returns the push parameters of a Contact URI as one text (section 4.1.2); null when it has none, only asks which services there are, or is woken by a proxy
     * between.
     *
     * @throws Refusal 555 when nobody serves the push service
     */
    String of(SipRequest request, SipUri uri, String text) throws Refusal {
        String provider = text.indexOf(';') < 0 ? null : uri.param(PROVIDER);
        if (provider == null || provider.isEmpty() || isServed(request)) {
            return null;
        }
        if (!push.accepts(provider)) {
            throw new Refusal(555, "Push Notification Service Not Supported");
        }
        StringBuilder params = new StringBuilder();
        for (String param : text.split("[;?]")) {
            if (param.regionMatches(true, 0, "pn-", 0, 3)) {
                params.append(params.length() == 0 ? "" : ";").append(param);
            }
        }
        return params.toString();
    }

    /** A proxy that wakes the client itself says so in the request, and in the answer (section 5.6.1.1). */
    private static boolean isServed(SipRequest request) {
        return request.header("Feature-Caps") != null && request.headers("Feature-Caps").stream().anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("+sip.pns="));
    }

    /** Names the push services that are used for the client or, when it asks which there are, all (sections 5.6.1.1 and 5.6.1.2). */
    void name(SipRequest request, List<NameAddr> contacts, Consumer<HeaderField> to) {
        for (NameAddr contact : contacts) {
            String provider = contact.uri().isSip() ? contact.uri().param(PROVIDER) : null;
            if (provider == null || isServed(request)) {
                continue;
            }
            // who can wake himself is asked to (section 5.5), and pushed when he has not
            String refresh = contact.param("+sip.pnsreg") == null ? "" : REFRESHES_ITSELF;
            List<String> named = provider.isEmpty() ? push.providers() : push.accepts(provider) ? List.of(provider) : List.of();
            named.stream().limit(MOST_NAMED).forEach(service -> to.accept(new HeaderField("Feature-Caps", "*;+sip.pns=\"" + plain(service) + '"' + refresh)));
            return;
        }
    }

    private static String plain(String service) {
        return service.replace("\\", "").replace("\"", "").replaceAll("[^!-~]", "");
    }
}
