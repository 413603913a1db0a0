/**
 * The packaged server with real peers. The tests' JVM runs in a network namespace of its own (src/test/netns/bin/java), so everything here
 * uses the standard ports. {@link Server} is the archive a user downloads, {@link Softphone} is baresip, {@link Sipp} is SIPp.
 */
package org.hotcut.system;
