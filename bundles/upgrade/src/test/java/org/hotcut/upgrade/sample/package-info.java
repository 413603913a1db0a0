/** Components that tests pack into bundles. */
package org.hotcut.upgrade.sample;
