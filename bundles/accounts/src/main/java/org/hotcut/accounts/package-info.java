/**
 * Domains and users over SQL.
 *
 * <pre>
 * [core-state]  --AccountSource--&gt;  SqlAccounts --&gt; DomainRows, UserRows --&gt; Database --&gt; DataSource (pool, driver)
 * (shell)       --AccountAdmin---&gt;       |          Credentials, Names
 *                                        +--------&gt; Accounts.changed in [core-state], so that a change is in force when a method returns
 * </pre>
 * The data source is a service that may come late, go and come back: it is looked up for each call, and a call without one is an exception. Tables are made or
 * migrated when the domains are read, which {@code core-state} does as soon as this bundle is there, then twice a minute. Everything here blocks: it
 * is called on {@code core-state}'s pool or an admin's thread. The layout of the tables is in {@code docs/accounts.md}.
 */
package org.hotcut.accounts;
