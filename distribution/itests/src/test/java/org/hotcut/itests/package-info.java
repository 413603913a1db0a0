/**
 * The packaged distribution in a Karaf of its own, asked from inside by tests that Pax Exam installs as a bundle.
 *
 * <p>{@link org.hotcut.itests.HotcutContainer} says how the container is made; every test class extends it, and all classes share one container,
 * since its start costs about ten seconds. So a test must leave the server as it found it.
 */
package org.hotcut.itests;
