package org.hotcut.core.api.account;

import java.util.List;

/**
 * A domain we are responsible for.
 *
 * @param name   lower case, no trailing dot; an IPv6 address without brackets
 * @param realm  the realm its users' hashes were made for; the name unless configured
 * @param offers what is offered in a challenge, in this order
 */
public record Domain(String name, String realm, List<DigestAlgorithm> offers) { }
