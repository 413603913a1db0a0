/** Tests of the package of the same name. */
package org.hotcut.turn.relay.limit;
