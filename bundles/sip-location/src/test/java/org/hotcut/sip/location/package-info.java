/** Registrations, with real files and loops that are plain threads. */
package org.hotcut.sip.location;
