package org.carillon.call;

import java.time.Instant;
import java.util.Optional;

/**
 * One row of the registrar's location service (RFC 3261 §10.3).
 *
 * @param device what callers of the user get to see
 * @param callId the REGISTER's Call-ID, kept for the ordering rule of step 7
 * @param cseq the REGISTER's CSeq number
 * @param regId {@code reg-id} of RFC 5626, if the client gave one
 */
public record Binding(
        Aor user,
        Device device,
        String callId,
        long cseq,
        Optional<Integer> regId,
        Instant expires) {}
