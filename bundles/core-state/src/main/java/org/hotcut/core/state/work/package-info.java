/**
 * The one place to block. {@code WorkOfBundle} is the service, an instance for each bundle that uses it; what it is given it hands to a
 * {@code WorkClient} of the {@code WorkPool}. State in this bundle that calls behaviour (a source of accounts, a listener) has a client for each
 * service it calls, so that leaving means the same everywhere: queued is cancelled, running awaited, then interrupted.
 */
package org.hotcut.core.state.work;
