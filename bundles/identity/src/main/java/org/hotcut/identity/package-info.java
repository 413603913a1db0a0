/**
 * Who sent this request? {@code sip-core} asks {@link org.hotcut.identity.IdentityHandler}, the first of the chain.
 *
 * <p>Proofs are alternatives, any one is enough: a source the admin trusts ({@link org.hotcut.identity.TrustedSources}), the signed token of a
 * dialog ({@code sip-core} checks it), whoever a handler before us has proven, the verdict on the connection's certificate ({@link
 * org.hotcut.identity.Proofs}; the package {@code certificate} gave it), a digest ({@link org.hotcut.identity.DigestProof}). Without one the request goes no
 * further. Who proves to be one and claims to be another is refused, and named in the {@link org.hotcut.identity.Audit}.
 * Hashes come from {@code Accounts}, the counts of nonces are kept by {@code Nonces}, the key that signs nonces by {@code Keys}, all
 * of {@code core-state}: nothing is remembered here. Who proved himself and who failed to is told to {@code Bans}, which writes the log too.
 */
package org.hotcut.identity;
