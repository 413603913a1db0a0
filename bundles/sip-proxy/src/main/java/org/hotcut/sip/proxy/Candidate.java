package org.hotcut.sip.proxy;

import org.hotcut.sip.api.Target;
import org.hotcut.sip.api.location.Binding;

/**
 * A registration that may get the request.
 *
 * @param binding the registration
 * @param score   how well it fits what the caller wants, see {@link CallerPreferences}
 * @param target  the way to it; null when there is none now
 * @param asleep  its device must be pushed first
 */
record Candidate(Binding binding, int score, Target target, boolean asleep) { }
