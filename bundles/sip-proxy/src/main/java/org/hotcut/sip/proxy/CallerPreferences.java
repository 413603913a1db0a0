package org.hotcut.sip.proxy;

import java.util.List;

import org.hotcut.sip.api.SipRequest;
import org.hotcut.sip.api.location.Binding;

/** Which devices the caller wants to reach (Accept-Contact and Reject-Contact, RFC 3841 section 7.2). */
final class CallerPreferences {
    /** The score of what fits wholly, and of devices that say nothing of themselves. */
    static final int WHOLE = 1_000;
    /** The score of what the caller does not want. */
    static final int NEVER = -1;
    private static final int MOST = 10;

    private final SipRequest request;
    private List<Features> wanted;
    private List<Features> unwanted;

    /** Asks what a request says; it is read when the first device has said what it can do. */
    CallerPreferences(SipRequest request) {
        this.request = request;
    }

    private void read() {
        wanted = areImplied() ? implied() : rules("Accept-Contact");
        unwanted = areImplied() ? List.of() : rules("Reject-Contact");
    }

    /** Returns whether the caller has said nothing: then nobody is left out for it when all would be (section 7.2.4). */
    boolean areImplied() {
        return request.header("Accept-Contact") == null && request.header("Reject-Contact") == null;
    }

    private List<Features> rules(String header) {
        return request.headers(header).stream().limit(MOST).map(Features::of).toList();
    }

    /** Whoever says nothing wants a device that can do what he asks for (section 7.2.2). */
    private List<Features> implied() {
        Features method = Features.of("methods", request.method());
        String event = request.method().equals("SUBSCRIBE") ? request.header("Event") : null;
        return event == null ? List.of(method) : List.of(method, Features.of("events", event.split(";", 2)[0].strip()));
    }

    /** Returns how well a device fits, in thousandths, or {@link #NEVER}. */
    int score(Binding binding) {
        if (binding.features() == null) {
            return WHOLE; // section 7.2.1: it is immune
        }
        Features device = Features.of(binding.features());
        if (device.isEmpty()) {
            return WHOLE;
        }
        if (wanted == null) {
            read();
        }
        if (unwanted.stream().anyMatch(rule -> !rule.isEmpty() && rule.isAllNamedBy(device) && rule.isMetBy(device))) {
            return NEVER;
        }
        int sum = 0;
        int met = 0;
        for (Features rule : wanted) {
            if (rule.isMetBy(device)) {
                int score = score(rule, device);
                if (score == NEVER) {
                    return NEVER;
                }
                sum += score;
                met++;
            } else if (rule.isRequired()) {
                return NEVER;
            }
        }
        // who has expressed no wish has all the devices that are left ring together
        return wanted.isEmpty() || areImplied() ? WHOLE : met == 0 ? 0 : sum / met;
    }

    /** The figure of section 7.2.4, for a rule that is met. */
    private static int score(Features rule, Features device) {
        int score = rule.said(device);
        if (rule.isExplicit() && score < WHOLE) {
            return rule.isRequired() ? NEVER : 0;
        }
        return score;
    }
}
