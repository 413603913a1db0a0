/** Subscriptions and messages, with real files and a loop that is a plain thread. */
package org.hotcut.sip.events;
