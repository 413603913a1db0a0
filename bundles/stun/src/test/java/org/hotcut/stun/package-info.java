/** The STUN codec, also against the vectors of RFC 5769. */
package org.hotcut.stun;
