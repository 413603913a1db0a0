/** STUN and TURN requests, one class for each method, and which peers may be reached. */
package org.hotcut.turn.server;
