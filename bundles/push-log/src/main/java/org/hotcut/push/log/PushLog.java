package org.hotcut.push.log;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.hotcut.sip.api.push.PushRequest;
import org.hotcut.sip.api.push.PushSender;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line for each push. Its name as a service stands in its configuration. */
@Component(configurationPid = "org.hotcut.push.log")
@Designate(ocd = Config.class)
public final class PushLog implements PushSender {
    private static final Logger LOG = LoggerFactory.getLogger(PushLog.class);

    /** Called by the component runtime; the configuration says only what the service is called. */
    @Activate
    public PushLog(Config config) { }

    @Override
    public CompletionStage<Void> wake(PushRequest request) {
        LOG.info("push to a device of {} for {}: provider {}, prid {}, param {}", request.address(), request.method(), request.provider(), request.prid(), request.param());
        return CompletableFuture.completedFuture(null);
    }
}
