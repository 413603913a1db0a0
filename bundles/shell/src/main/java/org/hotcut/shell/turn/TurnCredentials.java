package org.hotcut.shell.turn;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.shell.Durations;
import org.hotcut.shell.HotcutCommand;
import org.hotcut.shell.Json;
import org.hotcut.shell.Services;
import org.hotcut.shell.account.UserCompleter;
import org.hotcut.turn.api.TurnAdmin;

@Service
@Command(scope = "turn", name = "credentials", description = "Makes a user name and a password for relays that are good for a time.",
    detailedDescription = "USER need not be one of ours: any name will do, but limits of one user count by it. Nobody can take them back but by removing the user.\n\n"
        + "  turn:credentials alice@example.org\n  turn:credentials --seconds 3600 kiosk-7\n"
        + "  turn:credentials --registration alice@example.org    # end with the present registration of that user")
public final class TurnCredentials extends HotcutCommand {
    private static final int PATIENCE_SECONDS = 10;

    @Argument(name = "USER", description = "A user, or any other name", required = true)
    @Completion(UserCompleter.class)
    String user;

    @Option(name = "--seconds", description = "How long relays can be had by them")
    long seconds = 86_400;

    @Option(name = "--registration", description = "Only as long as the user's present SIP registration lives")
    boolean registration;

    @Option(name = "--json", description = "As JSON")
    boolean json;

    @Override
    protected void run(Services services) throws Exception {
        checkUser(services.find(Accounts.class));
        TurnAdmin.Credentials made = services.need(TurnAdmin.class).credentials(user, seconds, registration);
        if (json) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("username", made.username());
            map.put("password", made.password());
            map.put("until", made.until());
            Json.print(out(), map);
            return;
        }
        out().println("user name " + made.username());
        out().println("password  " + made.password());
        out().println("good for  " + Durations.text(Math.max(0, made.until() - System.currentTimeMillis())) + (registration ? ", as long as the registration lives" : ""));
    }

    /** Credentials of a user whom a domain of ours does not have would be refused to whoever shows them. */
    private void checkUser(Accounts accounts) throws InterruptedException {
        int at = user.lastIndexOf('@');
        if (accounts != null && at > 0 && accounts.domain(user.substring(at + 1)) != null && isAbsent(accounts, user.substring(0, at), user.substring(at + 1))) {
            throw new IllegalArgumentException(user + " is not a user, so nobody would be let in by these: user:list shows who is. A name without a domain of ours may be anybody's");
        }
    }

    private static boolean isAbsent(Accounts accounts, String name, String domain) throws InterruptedException {
        try {
            return accounts.find(name, domain).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS) == null;
        } catch (ExecutionException | TimeoutException e) {
            return false; // the database is away, and nobody can say
        }
    }
}
