/**
 * Where every address is registered, kept through swaps, restarts and kill -9.
 *
 * <p>{@link org.hotcut.sip.location.SipLocation} is the service. {@code sip-registrar} calls its {@code change}: {@link org.hotcut.sip.location.Table}
 * applies it (by the rules in {@link org.hotcut.sip.location.Merge}), {@link org.hotcut.sip.location.Burst} gathers the record with those of the
 * same read burst and appends them to the {@link org.hotcut.journal.Journal} at once; only then is the change done. {@code sip-proxy} calls {@code
 * find}, which reads the table alone. {@code net} calls {@code closed} when a line ends. {@link org.hotcut.sip.location.Hearers} tells what happened to whoever
 * wants to hear of it ({@link org.hotcut.sip.location.Users} finds them).
 * {@link org.hotcut.sip.location.LocationGruus} makes URIs for single devices and finds those by them.
 *
 * <p>The journal's keeper forces it to the disk each second and replaces it by a snapshot of the table when most of it is stale; {@link
 * org.hotcut.sip.location.RecordWriter} says how a row stands there. {@link org.hotcut.sip.location.Patrol} walks round the table on a loop, drops what has expired and sends keep-alives.
 */
package org.hotcut.sip.location;
