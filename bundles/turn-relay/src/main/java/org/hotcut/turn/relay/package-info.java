/** Allocations (RFC 8656): what is relayed between clients and their peers. */
package org.hotcut.turn.relay;
