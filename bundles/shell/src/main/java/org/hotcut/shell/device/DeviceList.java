package org.hotcut.shell.device;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Listing;
import org.hotcut.shell.Services;
import org.osgi.service.cm.ConfigurationAdmin;

@Service
@Command(scope = "device", name = "list", description = "Lists the devices that are users by their certificate.",
    detailedDescription = "  device:list\n  device:list --json")
public final class DeviceList extends HotcutCommand {
    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        Listing listing = new Listing("device", "user");
        for (Mapping mapping : new Mappings(services.need(ConfigurationAdmin.class)).all()) {
            listing.row(mapping.device(), mapping.user());
        }
        listing.print(out(), json, "No device is a user by its certificate");
    }
}
