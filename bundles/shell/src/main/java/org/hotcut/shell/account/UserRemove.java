package org.hotcut.shell.account;

import java.util.List;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;
import org.hotcut.sip.api.location.Location;

@Service
@Command(scope = "user", name = "remove", description = "Removes a user and what is registered of him.",
    detailedDescription = "Calls that are up stay up.\n\n  user:remove alice@example.org")
public final class UserRemove extends HotcutCommand {
    @Argument(name = "USER@DOMAIN", description = "The address", required = true)
    @Completion(UserCompleter.class)
    String address;

    @Override
    protected void run(Services services) throws Exception {
        UserAddress user = UserAddress.parse(address);
        services.need(AccountAdmin.class).removeUser(user.user(), user.domain());
        Location location = services.find(Location.class);
        if (location != null) {
            Location.Change all = new Location.Change(user.toString(), "user:remove", System.currentTimeMillis(), List.of(), List.of(), true);
            location.change(all).whenComplete((result, failure) -> {
                if (failure != null) {
                    out().println("What is registered of " + user + " stays until it expires: " + failure.getMessage());
                }
            });
        }
        out().println("User " + user + " is gone");
    }
}
