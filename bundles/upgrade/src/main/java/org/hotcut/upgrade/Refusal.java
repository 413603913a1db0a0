package org.hotcut.upgrade;

/** Nothing was touched; the message says why, as a sentence for the admin. */
final class Refusal extends Exception {
    Refusal(String message) {
        super(message);
    }
}
