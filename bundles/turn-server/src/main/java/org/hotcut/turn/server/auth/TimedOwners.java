package org.hotcut.turn.server.auth;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.core.api.account.Domain;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.Owner;

/**
 * Says whose time-limited credentials are. What follows the time may be:
 * <ul>
 * <li>{@code alice@example.org}, where the domain is ours: the account, which must exist;
 * <li>{@code alice@example.org:KEY}: the same, and the registration with this {@link Binding#key} must live;
 * <li>anything else: a name that whoever knows the secret has given somebody; nobody's account.
 * </ul>
 */
final class TimedOwners {
    private static final CompletionStage<Owner> NOBODY = CompletableFuture.completedStage(null);

    private final Accounts accounts;
    private final Location location;
    private final String separator;

    /**
     * Prepares.
     *
     * @param location null while there is none: then nobody can say whether a registration lives
     */
    TimedOwners(Accounts accounts, Location location, String separator) {
        this.accounts = accounts;
        this.location = location;
        this.separator = separator;
    }

    /** Returns whose, or null when the account or the registration is gone. Fails when nobody can say. */
    CompletionStage<Owner> find(String username, String user, Domain bare) {
        int at = user.indexOf('@');
        AccountName plain = at < 0 ? null : AccountName.of(user, accounts, bare);
        if (plain != null) {
            return account(username, plain, 0);
        }
        int cut = user.lastIndexOf(separator);
        long key = at < 0 || cut < at ? 0 : number(user.substring(cut + separator.length()));
        return key != 0 ? registered(username, AccountName.of(user.substring(0, cut), accounts, bare), key)
            : CompletableFuture.completedStage(new Owner(username, user.isEmpty() ? username : user, false, 0));
    }

    private CompletionStage<Owner> registered(String username, AccountName name, long key) {
        if (location == null) {
            return CompletableFuture.failedStage(new IllegalStateException("the registrations are away"));
        }
        Binding binding = location.device(key);
        boolean lives = name != null && binding != null && binding.address().equals(name.user() + '@' + name.domain());
        return lives ? account(username, name, key) : NOBODY;
    }

    private CompletionStage<Owner> account(String username, AccountName name, long binding) {
        return accounts.find(name.user(), name.domain()).thenApply(account -> account == null ? null : new Owner(username, account.address(), true, binding));
    }

    /** Returns a decimal number, 0 when it is none. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
