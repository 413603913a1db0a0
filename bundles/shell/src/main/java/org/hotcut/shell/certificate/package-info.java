/** {@code cert:*}: what the listeners present and whom phones are to trust, as {@code CertificateAdmin} says. */
package org.hotcut.shell.certificate;
