/**
 * {@code edge:check}: tries what a phone would, from outside, through real sockets, and says in words what is wrong and what to do. {@link
 * org.hotcut.shell.check.EdgeCheck} asks one check after the other; each adds to {@link org.hotcut.shell.check.Findings}. {@link
 * org.hotcut.shell.check.Phone} is a softphone of a few lines for the call to itself.
 */
package org.hotcut.shell.check;
