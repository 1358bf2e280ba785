package org.carillon.sdp;

/**
 * Why a description is not acceptable, as a Warning header says it (RFC 3261 §20.43).
 *
 * @param warnCode the three-digit warn-code
 * @param text a fixed phrase, free of the peer's text
 */
public record Refusal(int warnCode, String text) {}
