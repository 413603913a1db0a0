package org.hotcut.sip.api.event;

import java.util.List;

import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.LocationListener;

/**
 * How things are with an address, for one watcher.
 *
 * @param address   what it is about
 * @param bindings  where it is registered
 * @param gone      bindings that went since the watcher was told last, and why
 * @param documents what was published, the oldest first
 * @param version   how many times this watcher was told before
 */
public record EventState(String address, List<Binding> bindings, List<LocationListener.Change> gone, List<Document> documents, long version) { }
