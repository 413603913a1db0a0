package org.hotcut.settings;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What bundles declare that can be configured of them. Thread-safe. */
final class Declared {
    private static final String ROLE = "Hotcut-Role";

    private final MetaTypeService metaTypes;
    /** By bundle. No more than there are. */
    private final Map<Long, Known> known = new ConcurrentHashMap<>();

    private record Known(long since, MetaTypeInformation information) { }

    Declared(MetaTypeService metaTypes) {
        this.metaTypes = metaTypes;
    }

    /** Returns the settings by name; none of bundles that are not Hotcut's nor made for it, and of what they do not declare. */
    Map<String, AttributeDefinition> of(Bundle bundle, String pid) {
        if (bundle.getHeaders().get(ROLE) == null) {
            return Map.of();
        }
        long since = bundle.getLastModified();
        MetaTypeInformation information = known.compute(bundle.getBundleId(),
            (id, before) -> before != null && before.since() == since ? before : new Known(since, metaTypes.getMetaTypeInformation(bundle))).information();
        if (information == null || !Arrays.asList(information.getPids()).contains(pid) && !Arrays.asList(information.getFactoryPids()).contains(pid)) {
            return Map.of();
        }
        return Arrays.stream(information.getObjectClassDefinition(pid, null).getAttributeDefinitions(ObjectClassDefinition.ALL))
            .collect(Collectors.toMap(AttributeDefinition::getID, one -> one));
    }
}
