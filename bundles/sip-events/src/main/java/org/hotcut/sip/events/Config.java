package org.hotcut.sip.events;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.hotcut.sip.events.cfg}; changes are in force at once, for what comes. */
@ObjectClassDefinition(id = "org.hotcut.sip.events", name = "Hotcut events", description = "How much is kept of subscriptions, presence and messages")
@interface Config {
    @AttributeDefinition(name = "Messages of a user", description = "That wait for one user; more are answered 480", min = "0", max = "10000")
    int messagesPerUser() default 100;

    @AttributeDefinition(name = "Messages of a sender", description = "That wait of one sender, for all users together; more are answered 480", min = "1", max = "100000")
    int messagesPerSender() default 500;

    @AttributeDefinition(name = "Share of a sender", description = "Percent of one user's messages that may be of one sender; more are answered 480", min = "1", max = "100")
    int senderPercent() default 50;

    @AttributeDefinition(name = "Longest message", description = "Bytes of a body that is kept; longer ones are answered 413", min = "1", max = "65535")
    int messageBytes() default 16_384;

    @AttributeDefinition(name = "Age of a message", description = "Hours after which one that nobody fetched is forgotten", min = "1", max = "8760")
    int messageHours() default 168;

    @AttributeDefinition(name = "Memory for messages", description = "Megabytes for all users together; what does not fit is answered 480", min = "1", max = "65536")
    int messageMegabytes() default 64;

    @AttributeDefinition(name = "Subscriptions of a user", description = "That one watcher may have; more are answered 403", min = "1", max = "100000")
    int subscriptionsPerUser() default 200;

    @AttributeDefinition(name = "Subscriptions", description = "Of all watchers together; more are answered 503 with Retry-After", min = "1")
    int subscriptions() default 100_000;

    @AttributeDefinition(name = "Between notifications", description = "Seconds at least between two for one subscription; the last state wins", min = "1", max = "60")
    int notifySeconds() default 5;

    @AttributeDefinition(name = "Documents of a user", description = "That one user may have published; more are answered 403", min = "1", max = "1000")
    int documentsPerUser() default 10;

    @AttributeDefinition(name = "Longest document", description = "Bytes of what is published; longer ones are answered 413", min = "1", max = "65535")
    int documentBytes() default 16_384;

    @AttributeDefinition(name = "Memory for documents", description = "Megabytes for all users together; beyond it PUBLISH is answered 503 with Retry-After", min = "1",
        max = "65536")
    int documentMegabytes() default 64;
}
