/**
 * What outlives every swap and restart but is nobody's protocol: the node's id, keys, nonce counts, credentials seen lately, bans,
 * and the pool on which alone behaviour may block.
 *
 * <p>Who calls whom:
 * <pre>
 * identity, sip-proxy ...  --&gt;  KeyRing, NodeFile                         this package
 *                          --&gt;  nonce.NonceTable                          counts of digest nonces
 *                          --&gt;  account.AccountDirectory  ~~&gt;  (accounts)  domains and users, from memory or by asking
 * net, identity ...        --&gt;  ban.BanTable                             who is slowed and banned
 *                          --&gt;  work.WorkOfBundle --&gt; work.WorkPool       blocking work, known by the bundle that asked
 * Minutes                  ~~&gt;  (certificates ...)                        a call a minute for behaviour without a timer
 * (shell)                  --&gt;  CoreStateStatus                           what the admin sees of all this
 * </pre>
 * A wavy arrow is a whiteboard reference: behaviour that may be absent. All of it runs on the pool and is drained when it leaves. Files are in
 * {@link org.hotcut.core.state.StateFolder}. No socket, no event loop is known here.
 */
package org.hotcut.core.state;
