/** The handler, asked as {@code sip-core} asks it. */
package org.hotcut.sip.notifier;
