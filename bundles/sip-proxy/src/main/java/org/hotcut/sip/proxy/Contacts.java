package org.hotcut.sip.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.hotcut.core.api.net.Flow;
import org.hotcut.core.api.net.Protocol;
import org.hotcut.sip.api.SipParser;
import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;

/** Turns a registration into a place to send to. */
final class Contacts {
    private final SipParser parser;

    Contacts(SipParser parser) {
        this.parser = parser;
    }

    /**
     * Returns the way to a device, or null when there is none now.
     *
     * @param secure only by a line that is (RFC 3261 section 26.2.2: the request is for a sips URI)
     */
    Target target(Binding binding, boolean secure) {
        if (secure && !binding.flow().protocol().isSecure()) {
            return null;
        }
        boolean strict = binding.instance() != null && binding.regId() > 0;
        boolean stream = binding.flow().protocol().isStream();
        if (stream ? binding.reachable() : binding.natted()) {
            return of(binding, binding.flow(), strict);
        }
        if (stream && (strict || !isWhereItCameFrom(binding))) {
            return null;
        }
        return of(binding, null, false);
    }

    private static Target of(Binding binding, Flow flow, boolean strict) {
        return new Target(binding.contact(), flow, binding.path(), strict, binding.address(), binding.key());
    }

    /** Whoever names the address he connected from can be connected to, at the port where he listens; all others (a browser, a client behind NAT) cannot. */
    private boolean isWhereItCameFrom(Binding binding) {
        Protocol protocol = binding.flow().protocol();
        if (protocol != Protocol.TCP && protocol != Protocol.TLS) {
            return false;
        }
        SipUri contact = parser.uri(binding.contact());
        // by the protocol it came by and no weaker one
        boolean same = contact.scheme().equals("sips") ? protocol == Protocol.TLS : protocol.name().equalsIgnoreCase(contact.param("transport"));
        return contact.isSip() && same && isLiteral(contact.host(), binding.flow().remote().getAddress());
    }

    private static boolean isLiteral(String host, InetAddress address) {
        if (host.equals(address.getHostAddress())) {
            return true;
        }
        try {
            // an IPv6 address has many spellings; what has a colon is never looked up
            return host.indexOf(':') >= 0 && InetAddress.getByName(host).equals(address);
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
