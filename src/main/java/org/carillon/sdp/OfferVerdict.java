package org.carillon.sdp;

/** What we think of an originator's offer. */
public sealed interface OfferVerdict {

    /** It can be answered. */
    record Acceptable(UpstreamOffer offer) implements OfferVerdict {}

    /** It cannot: 488 (Not Acceptable Here) with this warning. */
    record Refused(Refusal refusal) implements OfferVerdict {}
}
