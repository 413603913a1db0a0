package org.hotcut.sip.registrar;

import java.util.List;
import java.util.function.Consumer;

import org.hotcut.sip.api.Decision.HeaderField;
import org.hotcut.sip.api.NameAddr;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.push.Push;

/** What RFC 8599 asks of a registrar: push parameters are kept, unknown push services refused, known ones named. */
final class PushServices {
    private static final String PROVIDER = "pn-provider";
    private static final int MOST_NAMED = 10;

    private final Push push;

    PushServices(Push push) {
        this.push = push;
    }

    /**
     * Returns the push parameters of a Contact URI as one text (section 4.1); null when it has none, or only asks which services there are.
     *
     * @throws Refusal 555 when nobody serves the push service
     */
    String of(SipUri uri, String text) throws Refusal {
        String provider = text.indexOf(';') < 0 ? null : uri.param(PROVIDER);
        if (provider == null || provider.isEmpty()) {
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

    /** Names the push services that are used for the client or, when it asks which there are, all (sections 5.3.1 and 4.1.4). */
    void name(List<NameAddr> contacts, Consumer<HeaderField> to) {
        for (NameAddr contact : contacts) {
            String provider = contact.uri().isSip() ? contact.uri().param(PROVIDER) : null;
            if (provider == null) {
                continue;
            }
            List<String> named = provider.isEmpty() ? push.providers() : push.accepts(provider) ? List.of(provider) : List.of();
            named.stream().limit(MOST_NAMED).forEach(service -> to.accept(new HeaderField("Feature-Caps", "*;+sip.pns=\"" + plain(service) + '"')));
            return;
        }
    }

    private static String plain(String service) {
        return service.replace("\\", "").replace("\"", "").replaceAll("[^!-~]", "");
    }
}
