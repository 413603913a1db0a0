/**
 * The allocations on disk, so that those over UDP outlive the process: a client notices nothing but the packets of the seconds without one. The package above tells {@link
 * org.hotcut.turn.relay.store.AllocationStore} of each change, on the loop that makes it, and before the client is answered; at the start it asks for the rows and opens
 * their sockets anew. The store has its own copy of what it was told, as rows that do not change, so a snapshot asks no loop for anything.
 *
 * <p>What is kept ends by {@link org.hotcut.turn.relay.store.RelayClock}, as all of the package above. Each record says what it and the wall clock said, so that the next
 * process goes on from there.
 *
 * <p>Appending costs one write; a thread of the journal's own forces to disk each second and writes the snapshots. When the disk fails, what is relayed goes on.
 */
package org.hotcut.turn.relay.store;
