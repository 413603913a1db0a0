/** {@code domain:*} and {@code user:*}: ask {@code AccountAdmin}, after which everything is in force. */
package org.hotcut.shell.account;
