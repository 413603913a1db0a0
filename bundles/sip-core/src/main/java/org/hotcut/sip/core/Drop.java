package org.hotcut.sip.core;

/** Why a message came to nothing. */
enum Drop {
    MALFORMED("malformed"),
    STRAY_RESPONSE("response to no request of ours"),
    STRAY_ACK("ACK without a valid token"),
    OVERLOAD("too many transactions, or the whole server has too much to do"),
    SOURCE_LIMIT("too many requests of one source"),
    BANNED("request of a banned source by a connection that we opened"),
    PARKING_FULL("too many requests wait for a handler"),
    PARKED_TOO_LONG("waited too long for a handler"),
    HANDLER_FAILED("handler failed"),
    NO_WAY_BACK("response that could not be sent");

    private final String text;

    Drop(String text) {
        this.text = text;
    }

    /** Returns the reason in words for the admin. */
    String text() {
        return text;
    }
}
