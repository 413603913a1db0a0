package org.hotcut.sip.core.route;

import org.hotcut.core.api.account.Identity;
import org.hotcut.core.api.net.Flow;

/**
 * One side of a dialog as a token is to remember it.
 *
 * @param flow     its line
 * @param identity who it was proven to be, or null
 * @param mayRelay its requests may be led anywhere: it is one of our users, or a source the admin trusts
 * @param device   key of its registration, 0 when none is known
 * @param byFlow   requests to it go by that line, not by the next Route or Request-URI: it is directly behind it
 * @param strict   only by that line
 * @param host     where a request to it may go besides the address of its line, when it does not go by that line: the host that it gave; null for none
 */
public record Side(Flow flow, Identity identity, boolean mayRelay, long device, boolean byFlow, boolean strict, String host) { }
