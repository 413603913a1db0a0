package org.hotcut.core.api;

import java.util.Map;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whiteboard: whoever has figures or faults to show to the admin registers one of these. Its service property
 * {@code hotcut.name} is the bundle's short name ({@code sip-core}).
 */
@ConsumerType
public interface StatusSource {
    /**
     * Returns what the admin should know now, in the order to show it: names to numbers, texts, booleans, or lists and maps of
     * these (all JDK types, so that it can be printed as JSON). Called from the shell's thread; must not block for long.
     */
    Map<String, Object> status();
}
