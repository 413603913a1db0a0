/**
 * A hash for what strangers choose. A plain jar with no dependencies, embedded in the bundles that need it: {@code sip-core} (branches, dialog tokens, tables of
 * transactions) and {@code sip-location} (numbers of devices). What it gives stands in tokens and on disk: it is the same for ever.
 */
package org.hotcut.hash;
