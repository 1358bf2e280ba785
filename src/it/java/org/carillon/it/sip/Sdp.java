package org.carillon.it.sip;

/** Descriptions as senders and devices of large messages write them. */
final class Sdp {
    static final String OFFER =
            """
            v=0
            o=alice 2890844526 2890844526 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=message 7394 TCP/MSRP *
            a=accept-types:message/cpim
            a=accept-wrapped-types:*
            a=setup:actpass
            a=path:msrp://127.0.0.1:7394/2s93i9ek2a;tcp
            a=sendonly
            """
                    .replace("\n", "\r\n");

    private Sdp() {}

    static String answer(String device) {
        return """
        v=0
        o=%1$s 1 1 IN IP4 127.0.0.1
        s=-
        c=IN IP4 127.0.0.1
        t=0 0
        m=message 9 TCP/MSRP *
        a=accept-types:message/cpim
        a=accept-wrapped-types:*
        a=setup:active
        a=path:msrp://127.0.0.1:9/%1$s;tcp
        a=recvonly
        """
                .formatted(device)
                .replace("\n", "\r\n");
    }
}
