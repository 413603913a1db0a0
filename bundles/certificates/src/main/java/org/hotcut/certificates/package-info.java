/**
 * The server's certificates: a local authority made at the first start and a server certificate issued by it.
 *
 * <p>{@link org.hotcut.certificates.Certificates} is the only component. It looks at activation, when {@code core-state} reports other
 * domains, and each minute ({@code Housekeeping}), always the same way: {@link org.hotcut.certificates.Keeper} compares what is in the
 * {@link org.hotcut.certificates.Folder} with the {@link org.hotcut.certificates.Names} that {@link org.hotcut.certificates.Host}, configuration
 * and domains ask for, has {@link org.hotcut.certificates.Issuer} make what is missing, and the component hands the bytes to {@code net}. The
 * files are the only memory, so any number of these bundles may follow one another.
 *
 * <p>Certificates that others made: {@link org.hotcut.certificates.FileCertificates} reads each {@link org.hotcut.certificates.Source} into
 * {@link org.hotcut.certificates.Material}, {@link org.hotcut.certificates.Judge} makes a {@link org.hotcut.certificates.KeyChain} of it or says what is wrong,
 * and the {@link org.hotcut.certificates.Shelf} keeps the last good one. {@link org.hotcut.certificates.Choice} decides which is presented for which name.
 * {@link org.hotcut.certificates.Requests} is what the admin does by command.
 *
 * <p>ACME: {@link org.hotcut.certificates.Acme} says what is due, {@link org.hotcut.certificates.AcmeOrder} orders it with acme4j (on {@code Work}; the JDK's HTTP client
 * has a thread for as long as an order, see {@link org.hotcut.certificates.AcmeServer}), and a {@link org.hotcut.certificates.Proof} lays out the answer to the authority's question: in {@link org.hotcut.certificates.Answers},
 * where {@link org.hotcut.certificates.AcmeTransport} finds it, or as a certificate in {@code net}. The {@link org.hotcut.certificates.Door} makes a listener of {@code net} for the
 * transport {@code acme} by configuration, where the question arrives. What was issued is a source as every other.
 */
package org.hotcut.certificates;
