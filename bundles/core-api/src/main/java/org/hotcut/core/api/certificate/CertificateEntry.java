package org.hotcut.core.api.certificate;

import java.time.Instant;
import java.util.List;

/**
 * One source of a certificate, and what became of it.
 *
 * @param name     what the admin calls it: the folder's name; {@code own} for the one that the local authority issued
 * @param source   the folder or file it comes from, absolute
 * @param names    host names and addresses it is good for; empty when nothing usable came from there yet
 * @param issuer   distinguished name, RFC 2253; empty when there is none
 * @param notAfter end of validity, null when there is none
 * @param key      kind and strength, {@code EC 256}; empty when there is none
 * @param inUse    whether listeners present it
 * @param note     why it is not in use, or what the admin should do; empty when all is well
 */
public record CertificateEntry(String name, String source, List<String> names, String issuer, Instant notAfter, String key, boolean inUse, String note) { }
