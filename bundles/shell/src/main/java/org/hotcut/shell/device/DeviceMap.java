package org.hotcut.shell.device;

import java.util.ArrayList;
import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "device", name = "map", description = "Lets a device that shows a certificate be a user, without a password.",
    detailedDescription = "NAME is the common name of its certificate or any name of its subjectAltName. It counts on listeners whose trust profile is one of devices "
        + "(docs/identity.md). A device may be several users.\n\n  device:map 00085D1A2B3C alice@example.org")
public final class DeviceMap extends HotcutCommand {
    @Argument(name = "NAME", description = "A name of its certificate", required = true)
    String device;

    @Argument(index = 1, name = "USER", description = "The user it may be", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Override
    protected void run(Services services) throws Exception {
        Mapping mapping = Mapping.of(device, user);
        Mappings mappings = new Mappings(services.need(ConfigurationAdmin.class));
        List<Mapping> all = new ArrayList<>(mappings.all());
        if (all.stream().anyMatch(mapping::isSame)) {
            out().println(device + " is " + mapping.user() + " already");
            return;
        }
        all.add(mapping);
        mappings.set(all);
        out().println(device + " may register and call as " + mapping.user() + " now");
    }
}
