/**
 * What stands in for the rest of the server in tests: recorders that keep what they were told, fakes that do as the test says, and peers
 * on real loopback sockets. No test double is made by a library; these read better and can be stepped through.
 *
 * <p>Time: {@link org.hotcut.testkit.ManualClock}, moved by the test, and {@link org.hotcut.testkit.ManualLoops} whose ticks follow it. The
 * wire: {@link org.hotcut.testkit.RecordingFlows}, or {@link org.hotcut.testkit.UdpPeer}, {@link org.hotcut.testkit.TcpPeer} and {@link
 * org.hotcut.testkit.TlsPeer} against real listeners; behind a transport, {@link org.hotcut.testkit.RecordingIngress}. State that
 * handlers ask: {@link org.hotcut.testkit.FakeAccounts}, {@link org.hotcut.testkit.FakeLocation}, {@link org.hotcut.testkit.FakeKeys}, {@link org.hotcut.testkit.FakeNonces}, {@link
 * org.hotcut.testkit.FakeWork}. What handlers are given: {@link org.hotcut.testkit.FakeExchange}. Texts: {@link org.hotcut.testkit.Sip}, {@link
 * org.hotcut.testkit.DigestClient}. TURN: {@link org.hotcut.testkit.TurnClient}. Names: {@link org.hotcut.testkit.DnsServer}. Bundles: {@link org.hotcut.testkit.ChangedJar}.
 */
package org.hotcut.testkit;
