/**
 * What does a peer's certificate prove? {@code net} asks {@link org.hotcut.identity.certificate.Judge} after each handshake.
 *
 * <p>TLS has proven only that the peer holds the key. {@link org.hotcut.identity.certificate.Chain} asks whether an authority of the listener's {@link
 * org.hotcut.identity.certificate.TrustProfile} vouches for it (RFC 5280), {@link org.hotcut.identity.certificate.Strength} whether keys and signatures are strong
 * enough for that listener, {@link org.hotcut.identity.certificate.Purpose} whether it is made for this, {@link
 * org.hotcut.identity.certificate.Names} who it says that the peer is (RFC 5922 section 7.1), {@link org.hotcut.identity.certificate.DeviceMap} which users a
 * device speaks for. All of it runs on the pool for blocking work; nothing is remembered here: files are read each time.
 */
package org.hotcut.identity.certificate;
