package org.hotcut.certificates;

/** The files of a certificate are there, but nothing can be made of them. The message completes "it is not usable: ...". */
final class DamagedException extends Exception {
    DamagedException(String message) {
        super(message);
    }
}
