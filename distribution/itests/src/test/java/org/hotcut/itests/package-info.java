/**
 * The packaged distribution in a Karaf of its own, asked from inside by tests that Pax Exam installs as a bundle.
 *
 * <p>{@link org.hotcut.itests.HotcutContainer} says how the container is made; every test class extends it and has one of its own,
 * which starts in some five seconds. The tests of one class share it, so a test leaves the server as it found it.
 */
package org.hotcut.itests;
