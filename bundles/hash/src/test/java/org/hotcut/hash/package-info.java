/** The hash, against the vector of its paper and against what it gave in earlier versions. */
package org.hotcut.hash;
