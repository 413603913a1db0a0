package org.hotcut.core.api.ban;

import java.net.InetAddress;

/**
 * What one source suffers at the moment, or an IPv6 /48 of which many sources are banned.
 *
 * @param source       an IPv4 address, or the first address of an IPv6 /64 or /48
 * @param prefix       how many bits of it count
 * @param banned       true: nothing of it is taken; false: it is slowed
 * @param datagramOnly true when all that is held against it came by UDP, where anybody can write any sender: its connections are taken
 * @param since        milliseconds since 1970
 * @param until        milliseconds since 1970
 * @param times        how often it has been banned lately, this one included; 0 when it is only slowed
 * @param reason       in words for the admin, of one line
 */
public record Ban(InetAddress source, int prefix, boolean banned, boolean datagramOnly, long since, long until, int times, String reason) { }
