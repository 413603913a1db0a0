package org.hotcut.core.api;

import org.osgi.annotation.versioning.ProviderType;

/** This installation, told apart from others that share a location service with it. */
@ProviderType
public interface Node {
    /** Returns the id made at the first start: 16 hexadecimal digits, the same for ever after. */
    String id();
}
