package org.hotcut.shell.device;

import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.net.Flows;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.location.Location;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "device", name = "unmap", description = "A device is no longer a user: its connections close, what it registered as that user goes.",
    detailedDescription = "Without USER, it is nobody any more.\n\n  device:unmap 00085D1A2B3C alice@example.org\n  device:unmap 00085D1A2B3C")
public final class DeviceUnmap extends HotcutCommand {
    @Argument(name = "NAME", description = "As device:list shows it", required = true)
    @Completion(DeviceCompleter.class)
    String device;

    @Argument(index = 1, name = "USER", description = "As device:list shows it; all of them unless given")
    String user;

    @Override
    protected void run(Services services) throws Exception {
        Mappings mappings = new Mappings(services.need(ConfigurationAdmin.class));
        List<Mapping> left = new ArrayList<>(mappings.all());
        List<Mapping> gone = left.stream().filter(this::isMeant).toList();
        if (gone.isEmpty()) {
            throw new IllegalArgumentException(device + (user == null ? "" : " as " + user) + " is not in the list: device:list shows what is");
        }
        left.removeAll(gone);
        // found before: net closes the connections as soon as it hears of the change
        Evicted evicted = new Evicted(services.need(Flows.class), services.need(Location.class), gone);
        mappings.set(left);
        evicted.remove();
        out().println(gone.size() == 1 ? gone.get(0).device() + " is no longer " + gone.get(0).user() : device + " is nobody any more");
    }

    private boolean isMeant(Mapping mapping) {
        return mapping.device().equalsIgnoreCase(device) && (user == null || mapping.isSame(Mapping.of(device, user)));
    }
}
