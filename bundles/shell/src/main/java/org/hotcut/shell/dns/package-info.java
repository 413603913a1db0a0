/**
 * {@code dns:*}: what is to be published so that phones and other domains find this server (RFC 3263), and whether it is.
 *
 * <p>{@link org.hotcut.shell.dns.Site} is this server as others can reach it; {@link org.hotcut.shell.dns.Zone} makes the lines of it, and {@link
 * org.hotcut.shell.dns.ZoneCheck} compares it with what {@link org.hotcut.shell.dns.NameServer} says, the SRV records of each service by {@link org.hotcut.shell.dns.ServiceCheck}; {@link
 * org.hotcut.shell.dns.TargetCheck} tries what is found there. All of it blocks, on the thread of the admin who asked; the threads of dnsjava are not used, only its messages.
 */
package org.hotcut.shell.dns;
