package org.hotcut.stun;

/** Error codes with the reason phrases that the documents give them. */
public enum StunError {
    /** RFC 8489 section 14.8. */
    TRY_ALTERNATE(300, "Try Alternate"),
    /** RFC 8489 section 14.8. */
    BAD_REQUEST(400, "Bad Request"),
    /** RFC 8489 section 14.8. */
    UNAUTHENTICATED(401, "Unauthenticated"),
    /** RFC 8656 section 19. */
    FORBIDDEN(403, "Forbidden"),
    /** RFC 8016 section 3.4. */
    MOBILITY_FORBIDDEN(405, "Mobility Forbidden"),
    /** RFC 8489 section 14.8. */
    UNKNOWN_ATTRIBUTE(420, "Unknown Attribute"),
    /** RFC 8656 section 19. */
    ALLOCATION_MISMATCH(437, "Allocation Mismatch"),
    /** RFC 8489 section 14.8. */
    STALE_NONCE(438, "Stale Nonce"),
    /** RFC 8656 section 19. */
    ADDRESS_FAMILY_NOT_SUPPORTED(440, "Address Family not Supported"),
    /** RFC 8656 section 19. */
    WRONG_CREDENTIALS(441, "Wrong Credentials"),
    /** RFC 8656 section 19. */
    UNSUPPORTED_TRANSPORT_PROTOCOL(442, "Unsupported Transport Protocol"),
    /** RFC 8656 section 19. */
    PEER_ADDRESS_FAMILY_MISMATCH(443, "Peer Address Family Mismatch"),
    /** RFC 6062 section 6.3. */
    CONNECTION_ALREADY_EXISTS(446, "Connection Already Exists"),
    /** RFC 6062 section 6.3. */
    CONNECTION_TIMEOUT_OR_FAILURE(447, "Connection Timeout or Failure"),
    /** RFC 8656 section 19. */
    ALLOCATION_QUOTA_REACHED(486, "Allocation Quota Reached"),
    /** RFC 8445 section 16.2. */
    ROLE_CONFLICT(487, "Role Conflict"),
    /** RFC 8489 section 14.8. */
    SERVER_ERROR(500, "Server Error"),
    /** RFC 8656 section 19. */
    INSUFFICIENT_CAPACITY(508, "Insufficient Capacity");

    private final int code;
    private final String reason;

    StunError(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    /** Returns the number on the wire. */
    public int code() {
        return code;
    }

    /** Returns the reason phrase. */
    public String reason() {
        return reason;
    }

    /** Returns that with this code, or null. */
    public static StunError of(int code) {
        for (StunError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return null;
    }

    /** Returns the reason phrase for a code, or an empty one. */
    public static String reason(int code) {
        StunError error = of(code);
        return error == null ? "" : error.reason;
    }
}
