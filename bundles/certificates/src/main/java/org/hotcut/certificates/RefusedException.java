package org.hotcut.certificates;

/** Files that hold no certificate fit for use. The message says why and what to do, for the admin. */
final class RefusedException extends Exception {
    RefusedException(String message) {
        super(message);
    }
}
