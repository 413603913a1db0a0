package org.hotcut.core.state.account;

/** Nobody can say now. Has no stack trace: it is an answer, made for each request of a flood. */
final class UnavailableException extends Exception {
    UnavailableException(String message) {
        super(message, null, false, false);
    }
}
