/**
 * Which counts of digest nonces were used. {@code identity} asks {@code NonceTable} for each answer to a challenge; nothing is written
 * meanwhile. {@code NonceFile} holds the table between a clean stop and the next start.
 *
 * <p>The horizon is the time up to which nonces may have been used without our remembering it: those issued before an unclean stop, and those as
 * old as one that had to go for want of room. An unknown nonce from before the horizon is "forgotten", so its client asks for a new one, once,
 * without asking its user; nothing can be replayed.
 */
package org.hotcut.core.state.nonce;
