/** The journal by itself: real files, a table that is a map. */
package org.hotcut.journal;
