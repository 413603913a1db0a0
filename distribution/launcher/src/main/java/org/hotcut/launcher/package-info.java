/**
 * Runs before the OSGi framework, on the class path of {@code bin/hotcut}.
 *
 * <p>{@link org.hotcut.launcher.Launcher} is the main class: it lets {@link org.hotcut.launcher.BundleCache} forget the bundles of
 * another build, lets {@link org.hotcut.launcher.AdminKey} make the key pair by which the administrator of this machine logs in over SSH
 * (there is no password), starts Karaf, prints the {@link org.hotcut.launcher.Welcome} that the bundle {@code shell} writes, and makes the
 * {@link org.hotcut.launcher.UpFile} that {@code bin/hotcut start}
 * waits for. Nothing in a bundle refers to this package.
 */
package org.hotcut.launcher;
