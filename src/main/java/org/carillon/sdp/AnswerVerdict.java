package org.carillon.sdp;

/** What we think of a device's answer. */
public sealed interface AnswerVerdict {

    /** The device takes part. */
    record Acceptable(DeviceAnswer answer) implements AnswerVerdict {}

    /** It said 200, but nothing can be sent to it: ACK, then BYE. */
    record Refused(Refusal refusal) implements AnswerVerdict {}
}
