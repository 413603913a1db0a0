package org.hotcut.sip.location;

import java.util.ArrayList;
import java.util.List;

import org.hotcut.core.api.Keys;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus;
import org.hotcut.sip.api.location.Location;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** GRUUs of what is registered; see {@link TemporaryGruu} for the kind that hides whose it is. */
@Component(immediate = true)
public final class LocationGruus implements Gruus {
    private static final Device UNKNOWN = new Device(404, null, List.of());
    private static final String ALSO_IN_USER = "-_.!~*'()&=+$,;?/";
    private static final String ALSO_IN_PARAM = "-_.!~*'()[]/:&+$";
    private static final String HEX = "0123456789ABCDEF";

    private final Location location;
    private final TemporaryGruu temporary;

    /** Called by the component runtime. */
    @Activate
    public LocationGruus(@Reference SipLocation location, @Reference Keys keys) {
        this.location = location;
        this.temporary = new TemporaryGruu(keys);
    }

    @Override
    public Device resolve(SipUri uri) {
        String gr = uri.isSip() ? uri.param("gr") : null;
        if (gr == null) {
            return null;
        }
        return gr.isEmpty() ? temporary(uri) : named(uri, gr);
    }

    private Device named(SipUri uri, String instance) {
        if (uri.user() == null) {
            return UNKNOWN;
        }
        List<Binding> found = new ArrayList<>(1);
        for (Binding binding : location.find(uri.address())) {
            if (binding.instance() != null && bare(binding.instance()).equalsIgnoreCase(instance)) {
                found.add(binding);
            }
        }
        return new Device(found.isEmpty() ? 480 : FOUND, uri.address(), found);
    }

    private Device temporary(SipUri uri) {
        TemporaryGruu.Content content = temporary.read(uri.user());
        // the domain is not encrypted: it must not be another than the one it was made for
        if (content == null || !uri.host().equals(host(content.address()))) {
            return UNKNOWN;
        }
        List<Binding> found = new ArrayList<>(1);
        for (Binding binding : location.find(content.address())) {
            if (binding.instance() != null && temporary.device(binding) == content.device()) {
                found.add(binding);
            }
        }
        return found.isEmpty() ? UNKNOWN : new Device(FOUND, content.address(), found);
    }

    @Override
    public String publicGruu(Binding binding) {
        if (binding.instance() == null) {
            return null;
        }
        String address = binding.address();
        StringBuilder uri = begin(binding);
        escape(address.substring(0, address.lastIndexOf('@')), ALSO_IN_USER, uri);
        host(address, uri);
        return escape(bare(binding.instance()), ALSO_IN_PARAM, uri.append(";gr=")).toString();
    }

    @Override
    public String temporaryGruu(Binding binding) {
        if (binding.instance() == null) {
            return null;
        }
        StringBuilder uri = begin(binding).append(temporary.user(binding));
        return host(binding.address(), uri).append(";gr").toString();
    }

    private static StringBuilder begin(Binding binding) {
        return new StringBuilder(120).append(binding.contact().regionMatches(true, 0, "sips:", 0, 5) ? "sips:" : "sip:");
    }

    private static StringBuilder host(String address, StringBuilder uri) {
        String host = host(address);
        return host.indexOf(':') < 0 ? uri.append('@').append(host) : uri.append("@[").append(host).append(']');
    }

    private static String host(String address) {
        return address.substring(address.lastIndexOf('@') + 1);
    }

    /** RFC 5627 section 5.1: the instance without its angle brackets. */
    private static String bare(String instance) {
        return instance.length() > 1 && instance.startsWith("<") && instance.endsWith(">") ? instance.substring(1, instance.length() - 1) : instance;
    }

    private static StringBuilder escape(String text, String also, StringBuilder out) {
        for (byte octet : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || also.indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out;
    }
}
