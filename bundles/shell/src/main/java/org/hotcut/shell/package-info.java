/**
 * What the admin types. One class is one command; Karaf makes an object of it for each call, so nothing is kept between calls.
 *
 * <p>{@link org.hotcut.shell.HotcutCommand} finds the services when the command runs and says in a sentence what is absent, so that the commands
 * are there whatever else is being swapped. The work is the services'; {@link org.hotcut.shell.Listing} and {@link
 * org.hotcut.shell.Json} only show. Who may call what stands in {@code etc/org.apache.karaf.command.acl.*.cfg}.
 */
package org.hotcut.shell;
