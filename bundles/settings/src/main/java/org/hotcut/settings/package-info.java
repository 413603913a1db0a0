/**
 * What commands change in the configuration is written into the files of {@code etc}, and what cannot be read in these is kept from components.
 *
 * <p>Who calls whom:
 * <pre>
 * an editor  --&gt;  etc/*.cfg  --&gt;  file install  --&gt;  ConfigurationAdmin  --&gt;  ReadableSettings  --&gt;  components
 * a command  --&gt;  ConfigurationAdmin  --&gt;  SettingsFiles  --&gt;  Settings  --&gt;  SettingsFile  --&gt;  etc/*.cfg
 * </pre>
 * File install only reads (its own way of writing is off, {@code felix.fileinstall.enableConfigSave}): it empties a file before it writes it, its own reader may look just then, and takes what it
 * finds for what an admin wants. So does it take, of two quick changes, the first, which it finds in the file, for newer than the second. And what it has half read of an admin's file it writes there.
 */
package org.hotcut.settings;
