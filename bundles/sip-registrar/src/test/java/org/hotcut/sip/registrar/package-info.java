/** REGISTER, named after the sections of the RFCs. */
package org.hotcut.sip.registrar;
