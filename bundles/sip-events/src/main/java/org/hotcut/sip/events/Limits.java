package org.hotcut.sip.events;

/**
 * What strangers and users may make us keep.
 *
 * @param messagesPerUser   that wait for one
 * @param messagesPerSender that wait of one
 * @param senderPercent     of {@code messagesPerUser}, that wait of one for one user
 * @param messageBytes      of a body
 * @param messageMillis     how old one gets
 * @param messageTotal      bytes of all
 * @param subscriptionsPerUser that one watcher has
 * @param subscriptions     of all
 * @param notifyMillis      between two NOTIFY of one subscription
 * @param documentsPerUser  that one has published
 * @param documentBytes     of one
 * @param documentTotal     bytes of all
 */
record Limits(int messagesPerUser, int messagesPerSender, int senderPercent, int messageBytes, long messageMillis, long messageTotal, int subscriptionsPerUser, int subscriptions,
              long notifyMillis, int documentsPerUser, int documentBytes, long documentTotal) {
    private static final int ALL = 100;
    private static final long SECOND = 1_000;
    private static final long HOUR = 3_600_000;
    private static final long MEGABYTE = 1 << 20;

    static Limits of(Config config) {
        return new Limits(Math.max(0, config.messagesPerUser()), Math.max(1, config.messagesPerSender()),
            Math.max(1, Math.min(ALL, config.senderPercent())), Math.max(1, config.messageBytes()),
            Math.max(1, config.messageHours()) * HOUR, Math.max(1, config.messageMegabytes()) * MEGABYTE, Math.max(1, config.subscriptionsPerUser()),
            Math.max(1, config.subscriptions()), Math.max(1, config.notifySeconds()) * SECOND,
            Math.max(1, config.documentsPerUser()), Math.max(1, config.documentBytes()),
            Math.max(1, config.documentMegabytes()) * MEGABYTE);
    }

    /** Returns how many messages of one sender wait for one user at most. */
    int messagesOfOneForOne() {
        return Math.max(1, (int) ((long) messagesPerUser * senderPercent / ALL));
    }
}
