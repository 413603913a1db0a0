package org.hotcut.shell.account;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.AccountAdmin;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Services;

@Service
@Command(scope = "user", name = "add", description = "Adds a user, who can register at once.",
    detailedDescription = "Only hashes of the password are kept. Without one it is asked for and not shown.\n\n"
        + "  user:add alice@example.org\n  user:add --stdin alice@example.org    # its first line is the password")
public final class UserAdd extends HotcutCommand {
    @Argument(name = "USER@DOMAIN", description = "The address", required = true)
    String address;

    @Argument(index = 1, name = "PASSWORD", description = "The password; better left out, the history keeps what is typed", censor = true)
    String password;

    @Option(name = "--stdin", description = "Read the password from the input, for scripts")
    boolean stdin;

    @Override
    protected void run(Services services) throws Exception {
        UserAddress user = UserAddress.parse(address);
        AccountAdmin accounts = services.need(AccountAdmin.class);
        accounts.addUser(user.user(), user.domain(), Password.read(session(), password, stdin, true));
        out().println("User " + user + " can register now");
    }
}
