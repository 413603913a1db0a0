package org.hotcut.turn.server.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.net.Flows;
import org.hotcut.sip.api.location.Binding;
import org.hotcut.sip.api.location.Location;
import org.hotcut.turn.api.Relays;
import org.hotcut.turn.api.TurnAdmin;
import org.hotcut.turn.server.Config;
import org.hotcut.turn.server.auth.TimeLimited;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the admin's commands ask of this bundle. */
@Component(configurationPid = "org.hotcut.turn.server", property = "hotcut.name=turn-server", service = TurnAdmin.class, reference = {
    @Reference(name = PeerAdmin.RELAYS, service = Relays.class, cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY),
    @Reference(name = PeerAdmin.LOCATION, service = Location.class, cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY)})
public final class PeerAdmin implements TurnAdmin {
    static final String RELAYS = "relays";
    static final String LOCATION = "location";
    private static final long MOST_SECONDS = 366 * 86_400L;
    private static final int MOST_BYTES = 400; // USERNAME has 508 (RFC 8489 section 14.3), with time and registration

    private final RuleBook rules;
    private final TimeLimited minting;
    private final Supplier<Location> location;
    private final Clock clock;

    @Activate
    public PeerAdmin(ComponentContext context, Config config, @Reference ConfigurationAdmin configurations, @Reference Flows flows, @Reference Keys keys) {
        this(new RuleBook(new RuleStore(configurations), () -> Surroundings.look(flows, context.locateService(RELAYS))),
            new TimeLimited(keys, new String[0], config.separator()), () -> context.locateService(LOCATION), Clock.systemUTC());
    }

    PeerAdmin(RuleBook rules, TimeLimited minting, Supplier<Location> location, Clock clock) {
        this.rules = rules;
        this.minting = minting;
        this.location = location;
        this.clock = clock;
    }

    @Override
    public List<Rule> rules() {
        try {
            return rules.all();
        } catch (IOException e) {
            throw new IllegalStateException("the rules cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void put(String name, boolean allow, String network, String ports) throws Exception {
        rules.put(name, allow, network, ports);
    }

    @Override
    public boolean remove(String name) throws Exception {
        return rules.remove(name);
    }

    @Override
    public Credentials credentials(String user, long seconds, boolean registration) {
        if (user.isBlank() || user.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES || user.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("'" + user + "' is no name for a user: " + MOST_BYTES + " bytes at most, no control characters, not nothing");
        }
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new IllegalArgumentException(seconds + " is not from 1 to " + MOST_SECONDS + " seconds");
        }
        return minting.mint(user, registration ? binding(user).key() : 0, clock.millis() + seconds * 1_000);
    }

    /** The one at hand: where he can be reached rather than where not, and the newest of those he prefers. */
    private Binding binding(String user) {
        Location registrations = location.get();
        if (registrations == null) {
            throw new IllegalArgumentException("sip-location is absent at the moment: nobody knows who is registered");
        }
        List<Binding> bindings = registrations.find(user);
        return bindings.stream().filter(Binding::reachable).findFirst().or(() -> bindings.stream().findFirst())
            .orElseThrow(() -> new IllegalArgumentException(user + " is not registered"));
    }
}
