/**
 * Who has an account here, and who somebody was proven to be.
 *
 * <p>{@code accounts} (behaviour) registers an {@link org.hotcut.core.api.account.AccountSource}; {@code core-state} asks it on the
 * pool, remembers the answers (also on disk) and serves them as {@link org.hotcut.core.api.account.Accounts}, so that neither a
 * swap of {@code accounts} nor a database that is down stops users who were seen lately. Handlers ask only {@code Accounts}.
 * Who must know when a domain or an account comes or goes ({@code certificates}, {@code turn-relay}) registers an {@link org.hotcut.core.api.account.AccountsListener}.
 */
@Export
@Version("1.0.0")
package org.hotcut.core.api.account;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
