package org.hotcut.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.hotcut.sip.api.SipUri;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Gruus;
import org.hotcut.sip.api.location.Location;

/** GRUUs of what a location has; temporary ones are numbered and remembered. */
public final class FakeGruus implements Gruus {
    private final Location location;
    private final Map<String, Binding> temporary = new ConcurrentHashMap<>();

    /** Makes GRUUs for the bindings of a location. */
    public FakeGruus(Location location) {
        this.location = location;
    }

    @Override
    public Device resolve(SipUri uri) {
        String gr = uri.param("gr");
        if (gr == null) {
            return null;
        }
        if (!gr.isEmpty()) {
            return device(480, uri.address(), "<" + gr + ">", null);
        }
        Binding made = temporary.get(uri.user());
        return made == null ? new Device(404, null, List.of()) : device(404, made.address(), made.instance(), made.callId());
    }

    private Device device(int otherwise, String address, String instance, String callId) {
        List<Binding> found = location.find(address).stream()
            .filter(each -> instance.equals(each.instance()) && (callId == null || callId.equals(each.callId()))).toList();
        return found.isEmpty() ? new Device(otherwise, otherwise == 404 ? null : address, found) : new Device(FOUND, address, found);
    }

    @Override
    public String publicGruu(Binding binding) {
        String instance = binding.instance();
        return instance == null ? null : "sip:" + binding.address() + ";gr=" + instance.substring(1, instance.length() - 1);
    }

    @Override
    public String temporaryGruu(Binding binding) {
        if (binding.instance() == null) {
            return null;
        }
        String user = "tgruu." + (temporary.size() + 1);
        temporary.put(user, binding);
        return "sip:" + user + binding.address().substring(binding.address().indexOf('@')) + ";gr";
    }
}
