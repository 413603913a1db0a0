package org.hotcut.sip.location;

/**
 * How many bindings there may be.
 *
 * @param perAddress of one address
 * @param total      of all addresses together
 */
record Limits(int perAddress, int total) { }
