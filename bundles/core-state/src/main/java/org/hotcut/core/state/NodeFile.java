package org.hotcut.core.state;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

import org.hotcut.core.api.Node;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's id, in the file {@code node}. */
@Component(service = Node.class, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class NodeFile implements Node {
    private static final Logger LOG = LoggerFactory.getLogger(NodeFile.class);
    private static final String FILE = "node";

    private final String id;

    /** Activates the component. */
    @Activate
    public NodeFile(BundleContext context) {
        this(StateFolder.of(context));
    }

    NodeFile(StateFolder folder) {
        String stored = stored(folder);
        id = stored != null ? stored : make(folder);
        LOG.info("This node is {}", id);
    }

    @Override
    public String id() {
        return id;
    }

    private static String stored(StateFolder folder) {
        byte[] content = folder.read(FILE);
        if (content == null) {
            return null;
        }
        String text = new String(content, StandardCharsets.US_ASCII).trim();
        if (text.matches("[0-9a-f]{16}")) {
            return text;
        }
        folder.setAside(FILE, "not 16 hexadecimal digits", "this node has a new id; what it stored elsewhere under the old one is no longer its own");
        return null;
    }

    private static String make(StateFolder folder) {
        String made = String.format("%016x", new SecureRandom().nextLong());
        folder.write(FILE, (made + '\n').getBytes(StandardCharsets.US_ASCII));
        return made;
    }
}
