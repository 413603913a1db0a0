/** The relay on loops without threads and sockets without a kernel, asked by scripted handlers. */
package org.hotcut.turn.relay;
