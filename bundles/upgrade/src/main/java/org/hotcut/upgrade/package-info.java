/**
 * Swaps bundles: stage, resolve, swap, watch, roll back.
 *
 * <p>{@code shell} calls {@link org.hotcut.upgrade.UpgradeComponent}, which hands each request to its one thread. There {@link org.hotcut.upgrade.Upgrader}
 * takes the steps: {@link org.hotcut.upgrade.JarStore} keeps the new jar and what is installed now, {@link org.hotcut.upgrade.Stage} tries whether the
 * new one resolves, {@link org.hotcut.upgrade.Swap} replaces the content and waits until all that was at work before
 * ({@link org.hotcut.upgrade.Vitals}) is at work again, or brings the old content back.
 *
 * <p>What is in force is written to {@link org.hotcut.upgrade.Ledger} and, as replacements of the feature file's bundles, to a file which Karaf's feature service reads
 * ({@link org.hotcut.upgrade.FeatureRecord}). Without the latter the next installation of any feature would put the delivered version back.
 */
package org.hotcut.upgrade;
