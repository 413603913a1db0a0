/** {@code sip:*}: who is registered, what is connected, what is going on. Everything is read from {@code Location}, {@code Flows} and {@code SipStatus}. */
package org.hotcut.shell.sip;
