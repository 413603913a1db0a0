package org.hotcut.sip.notifier;

import org.hotcut.core.api.account.Accounts;
import org.hotcut.sip.api.Decision;
import org.hotcut.sip.api.SipClient;
import org.hotcut.sip.api.SipExchange;
import org.hotcut.sip.api.SipHandler;
import org.hotcut.sip.api.event.Publications;
import org.hotcut.sip.api.event.StoredMessages;
import org.hotcut.sip.api.event.Subscriptions;
import org.hotcut.sip.api.location.Location;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Decides about what concerns those who want to know or are away; other requests are for the next of the chain. */
@Component(property = "hotcut.name=sip-notifier", configurationPid = "org.hotcut.sip.notifier")
@Designate(ocd = Config.class)
public final class NotifierHandler implements SipHandler {
    private final Messages messages;
    private final Subscribing subscribing;
    private final Publishing publishing;

    /** Called by the component runtime. */
    @Activate
    public NotifierHandler(@Reference Accounts accounts, @Reference Location location, @Reference StoredMessages store,
                           @Reference Subscriptions subscriptions, @Reference Publications publications, @Reference SipClient client, Config config) {
        Rules rules = new Rules(accounts, subscriptions, config);
        messages = new Messages(accounts, location, store, config);
        subscribing = new Subscribing(rules, new Rights(accounts, rules), location, subscriptions, client, config);
        publishing = new Publishing(rules, publications, config);
    }

    @Override
    public Decision request(SipExchange exchange) {
        return switch (exchange.request().method()) {
            case "SUBSCRIBE" -> subscribing.request(exchange);
            case "PUBLISH" -> publishing.request(exchange);
            case "MESSAGE" -> messages.request(exchange);
            default -> Decision.next();
        };
    }

    @Override
    public Decision failed(SipExchange exchange) {
        return messages.failed(exchange);
    }

    @Override
    public Decision woken(SipExchange exchange, String timer) {
        return timer.equals(Messages.SILENT) ? messages.silent(exchange) : Decision.pending();
    }
}
