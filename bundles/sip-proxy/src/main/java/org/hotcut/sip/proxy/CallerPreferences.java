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
        boolean says = request.header("Accept-Contact") != null || request.header("Reject-Contact") != null;
        wanted = says ? rules("Accept-Contact") : implied();
        unwanted = says ? rules("Reject-Contact") : List.of();
    }

    private List<Features> rules(String header) {
        return request.headers(header).stream().limit(MOST).map(Features::of).toList();
    }

    /** Whoever says nothing wants a device that can do what he asks for (section 7.2.2). */
    private List<Features> implied() {
        Features method = Features.of("methods", request.method());
        String event = request.header("Event");
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
        for (Features rule : wanted) {
            int score = score(rule, device);
            if (score == NEVER) {
                return NEVER;
            }
            sum += score;
        }
        return wanted.isEmpty() ? WHOLE : sum / wanted.size();
    }

    /** Section 7.2.4. */
    private static int score(Features rule, Features device) {
        if (!rule.isMetBy(device)) {
            return rule.isRequired() ? NEVER : 0;
        }
        int score = rule.said(device);
        if (rule.isExplicit() && score < WHOLE) {
            return rule.isRequired() ? NEVER : 0;
        }
        return score;
    }
}
