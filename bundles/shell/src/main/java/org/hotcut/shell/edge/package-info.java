/**
 * {@code edge:*}: the server as a whole. {@link org.hotcut.shell.edge.StatusReport} gathers what there is to know as a map, which is printed as
 * JSON or by {@link org.hotcut.shell.edge.StatusText}; updates are {@code Upgrades}' work; {@code edge:check} is in {@code org.hotcut.shell.check}.
 * {@link org.hotcut.shell.edge.WelcomeText} is what {@code edge:welcome} prints, and, through the service {@link org.hotcut.shell.edge.Welcome}, the launcher at a
 * start.
 */
package org.hotcut.shell.edge;
