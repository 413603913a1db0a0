/** What somebody else might write for Hotcut: a bundle made of this package is installed in the container as a vendor's would be. */
package org.hotcut.itests.vendor;
