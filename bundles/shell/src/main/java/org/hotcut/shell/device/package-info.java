/**
 * {@code device:*}: which users a device speaks for that shows a certificate. The list is configuration of {@code identity} ({@code devices} of {@code
 * org.hotcut.identity}); core-state writes what is changed here back to {@code etc/org.hotcut.identity.cfg}.
 */
package org.hotcut.shell.device;
