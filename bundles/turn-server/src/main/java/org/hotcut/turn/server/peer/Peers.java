package org.hotcut.turn.server.peer;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import org.hotcut.core.api.net.Flows;
import org.hotcut.turn.api.PeerPolicy;
import org.hotcut.turn.api.Reach;
import org.hotcut.turn.api.Relays;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules in force. Until those that deny can all be read nothing may be reached: none of them must be lost by a slip of the pen.
 *
 * <p>{@code turn-relay} is asked, not needed: it looks for this one while it starts.
 */
@Component(configurationPid = RuleStore.PID, property = "hotcut.name=turn-server", service = PeerPolicy.class,
    reference = @Reference(name = Peers.RELAYS, service = Relays.class, cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC,
        policyOption = ReferencePolicyOption.GREEDY))
@Designate(ocd = PeerConfig.class)
public final class Peers implements PeerPolicy {
    static final String RELAYS = "relays";
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
    private static final Set<Integer> NAT64_BITS = Set.of(32, 40, 48, 56, 64, 96);
    private static final int VERSION_BYTES = 8;

    private final Judge judge;
    private final String rules;
    private final Supplier<Surroundings> here;

    @Activate
    public Peers(ComponentContext context, PeerConfig config, @Reference Flows flows) {
        this(config.rules(), config.nat64(), () -> Surroundings.look(flows, context.locateService(RELAYS)));
    }

    Peers(String[] rules, String[] nat64, Supplier<Surroundings> here) {
        List<Network> prefixes = new ArrayList<>();
        String fault = prefixes(nat64, prefixes);
        Rules read = fault == null ? Rules.read(rules) : Rules.closed(fault);
        if (read.fault() != null) {
            LOG.warn("{}: {}: no peer may be reached until that is corrected", RuleStore.PID, read.fault());
        } else if (read.unread() != null) {
            LOG.warn("{}: {}: it allows nothing until that is corrected", RuleStore.PID, read.unread());
        }
        this.judge = new Judge(read, prefixes);
        this.rules = read + "|" + read.fault() + '|' + prefixes;
        this.here = here;
    }

    private static String prefixes(String[] texts, List<Network> prefixes) {
        try {
            for (String text : Rules.texts(texts)) {
                Network prefix = Network.parse(text);
                if (prefix.first().length == 4 || !NAT64_BITS.contains(prefix.prefix())) {
                    return text + " is not a NAT64 prefix: it has 32, 40, 48, 56, 64 or 96 bits of IPv6";
                }
                prefixes.add(prefix);
            }
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    @Override
    public Reach reach(InetAddress peer) {
        return judge.reach(peer, here.get());
    }

    @Override
    public String version() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((rules + '|' + here.get().text()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, VERSION_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
