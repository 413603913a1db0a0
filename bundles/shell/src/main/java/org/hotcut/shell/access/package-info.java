/**
 * {@code access:*}: whom {@code identity} believes by address. The list is its configuration ({@code trusted} of {@code org.hotcut.identity}); file
 * install writes what is changed here back to {@code etc/org.hotcut.identity.cfg}, and a change of that file is a change here.
 */
package org.hotcut.shell.access;
