package org.hotcut.turn.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.core.api.Keys;
import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.location.Location;
import org.hotcut.stun.Stun;
import org.hotcut.stun.StunError;
import org.hotcut.turn.api.Decision;
import org.hotcut.turn.api.Holding;
import org.hotcut.turn.api.Outcome;
import org.hotcut.turn.api.Proof;
import org.hotcut.turn.api.TurnHandler;
import org.hotcut.turn.api.TurnRequest;
import org.hotcut.turn.server.auth.LongTerm;
import org.hotcut.turn.server.auth.TimeLimited;
import org.hotcut.turn.server.auth.Verdict;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** The handler of STUN and TURN requests that is shipped. */
@Component(property = "hotcut.name=turn-server", configurationPid = "org.hotcut.turn.server")
@Designate(ocd = Config.class)
public final class TurnServer implements TurnHandler {
    private final Responses responses;
    private final LongTerm longTerm;
    private final Binding binding;
    private final Method allocate;
    private final Method refresh;
    private final Method createPermission = new CreatePermission();
    private final Method channelBind = new ChannelBind();
    private final Method connect = new Connect();
    private final Method connectionBind = new ConnectionBind();

    /** Called by the component runtime. */
    @Activate
    public TurnServer(@Reference Accounts accounts, @Reference Keys keys,
                      @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Location location, Config config) {
        Settings settings = new Settings(config);
        responses = new Responses(config.software());
        longTerm = new LongTerm(accounts, location, keys, new TimeLimited(keys, settings.secrets(), config.separator()), settings.algorithms(),
            config.username_anonymity(), settings.nonceLifetime());
        binding = new Binding(responses);
        allocate = new Allocate(settings.lifetime(), settings.alternates());
        refresh = new Refresh(settings.lifetime());
    }

    private Method method(int number) {
        return switch (number) {
            case Stun.ALLOCATE -> allocate;
            case Stun.REFRESH -> refresh;
            case Stun.CREATE_PERMISSION -> createPermission;
            case Stun.CHANNEL_BIND -> channelBind;
            case Stun.CONNECT -> connect;
            case Stun.CONNECTION_BIND -> connectionBind;
            default -> null;
        };
    }

    @Override
    public CompletionStage<Decision> decide(TurnRequest turn) {
        Request request = Request.of(turn);
        if (request == null) {
            return done(new Decision.Drop());
        }
        if (request.message().method() == Stun.BINDING) {
            return done(binding.decide(request));
        }
        Method method = method(request.message().method());
        // a method we do not have is not answered (RFC 8489 section 6.3)
        return method == null ? done(new Decision.Drop()) : longTerm.judge(turn, request.message()).thenApply(verdict -> decide(request, method, verdict));
    }

    private Decision decide(Request request, Method method, Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return new Decision.Reply(responses.error(request, refused.error(), refused.challenge()), true, refused.offence());
        }
        Proof proof = ((Verdict.Proven) verdict).proof();
        try {
            request.requireKnown();
            requireOwner(request.holding(), proof, method == allocate ? StunError.ALLOCATION_MISMATCH : StunError.WRONG_CREDENTIALS);
            return new Decision.Apply(method.action(request), proof);
        } catch (Refusal refusal) {
            return new Decision.Reply(responses.error(request, proof, refusal), false, null);
        }
    }

    /** An allocation is for who made it (RFC 8656 section 5). */
    private static void requireOwner(Holding holding, Proof proof, StunError otherwise) throws Refusal {
        if (holding != null && !holding.proof().owner().username().equals(proof.owner().username())) {
            throw new Refusal(otherwise);
        }
    }

    @Override
    public byte[] answer(TurnRequest turn, Decision.Apply applied, Outcome outcome) {
        Request request = Request.of(turn);
        Proof proof = applied.proof();
        if (outcome instanceof Outcome.Failed failed) {
            return responses.error(request, proof, failed.code(), failed.reason());
        }
        return responses.success(request, proof, writer -> method(request.message().method()).answer(request, outcome, writer));
    }

    private static CompletionStage<Decision> done(Decision decision) {
        return CompletableFuture.completedStage(decision);
    }
}
