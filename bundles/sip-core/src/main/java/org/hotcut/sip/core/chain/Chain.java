package org.hotcut.sip.core.chain;

import java.util.ArrayList;
import java.util.List;

/** The names that are asked, in order. Immutable: an exchange goes on with the chain it began with. */
public final class Chain {
    private final Link[] links;

    Chain(List<Link> links) {
        this.links = links.toArray(Link[]::new);
    }

    /** Returns how many links there are. */
    public int size() {
        return links.length;
    }

    /** Returns a link by its place. */
    public Link link(int place) {
        return links[place];
    }

    /** Returns the links in order. */
    public List<Link> links() {
        return List.of(links);
    }

    /** Returns the names of a configuration text, {@code identity, sip-proxy}. */
    static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(",")) {
            if (!name.isBlank() && !names.contains(name.strip())) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
