package org.hotcut.core.api.ban;

/** What a source can do wrong, and how much each weighs beside the others. */
public enum Offence {
    /** Bytes of which no message can be made, or a message that no honest sender makes. */
    GARBAGE(5),
    /** A digest that does not fit. */
    WRONG_PASSWORD(10),
    /** A digest for a user there is not; weighs as a wrong password does, for the number of tries must not tell one from the other. */
    UNKNOWN_USER(10),
    /** Looks for a way through: a sender's address that is not ours, a domain we do not serve. */
    SCAN(10),
    /** A TLS handshake that came to nothing; now and then that is a phone that does not know our authority. */
    HANDSHAKE(0.5),
    /** More at once than a source may have. */
    FLOOD(5),
    /** Was asked for a proof, as everybody is at first; a proof takes it back. */
    CHALLENGED(0.1);

    private final double weight;

    Offence(double weight) {
        this.weight = weight;
    }

    /** Returns the points it adds to a source's score. */
    public double weight() {
        return weight;
    }

    /** Returns the name as an admin reads it, {@code wrong password}. */
    public String words() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
