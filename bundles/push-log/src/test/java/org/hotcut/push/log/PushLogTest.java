package org.hotcut.push.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.util.concurrent.CompletableFuture;

import org.hotcut.sip.api.push.PushRequest;
import org.junit.jupiter.api.Test;

class PushLogTest {
    private record Settings(String hotcut_name) implements Config {
        @Override
        public Class<? extends Annotation> annotationType() {
            return Config.class;
        }
    }

    @Test
    void everyPushIsAcceptedAtOnce() {
        CompletableFuture<Void> sent = new PushLog(new Settings("log")).wake(new PushRequest("log", "a", null, "bob@example.org", "INVITE")).toCompletableFuture();
        assertTrue(sent.isDone());
        assertEquals(null, sent.join());
    }
}
