/** {@code sip:*}: who is registered, what is connected, what is going on, who is banned. It is read from {@code Location}, {@code Flows}, {@code SipStatus} and {@code Bans}. */
package org.hotcut.shell.sip;
