package org.carillon.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.CallOptions.CallTimes;
import org.carillon.sdp.MsrpPolicy;
import org.carillon.sdp.PathMode;
import org.carillon.sdp.Transport;

/** The people, devices and descriptions that tests of the core share. */
final class Scene {
    static final Aor BOB = Aor.of("sip:bob@home.example");

    static final MsrpPolicy MSRP =
            new MsrpPolicy(PathMode.PREPEND, Set.of(Transport.TCP), 2_000_000_000L);

    static final CallOptions OPTIONS =
            new CallOptions(
                    "CPM-serv/OMA1.0",
                    "pf.example.net",
                    MSRP,
                    List.of(),
                    BranchPolicy.DEFAULT,
                    CallTimes.DEFAULT);

    /** The same where messages are kept while nobody is there. */
    static final CallOptions KEEPING =
            new CallOptions(
                    OPTIONS.product(),
                    OPTIONS.host(),
                    MSRP,
                    List.of(),
                    Set.of(),
                    BranchPolicy.DEFAULT,
                    NotAvailable.DEFER,
                    Durability.MEMORY,
                    Optional.empty(),
                    CallTimes.DEFAULT);

    /** Messages are kept while they are delivered; those for nobody are refused. */
    static final CallOptions DURABLE = kept(NotAvailable.REJECT);

    /** All of it. */
    static final CallOptions KEEPING_DURABLE = kept(NotAvailable.DEFER);

    private static CallOptions kept(NotAvailable notAvailable) {
        return new CallOptions(
                OPTIONS.product(),
                OPTIONS.host(),
                MSRP,
                List.of(),
                Set.of(),
                BranchPolicy.DEFAULT,
                notAvailable,
                Durability.NODE,
                Optional.empty(),
                CallTimes.DEFAULT);
    }

    static final String LARGE =
            "*;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg\"";

    static final List<Header> HEADERS =
            List.of(
                    new Header("Accept-Contact", LARGE),
                    new Header("P-Asserted-Identity", "<sip:alice@orig.example>"),
                    new Header("Conversation-ID", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                    new Header("Contribution-ID", "abcdef-1234-5678-90ab-cdef01234567"));

    private Scene() {}

    static CpmRequest invite() {
        return invite(HEADERS);
    }

    static CpmRequest invite(List<Header> headers) {
        return invite(headers, Optional.of(offer("actpass")));
    }

    /** The usual headers and one more. */
    static CpmRequest inviteWith(String name, String value) {
        return invite(plus(new Header(name, value)));
    }

    static List<Header> plus(Header... more) {
        List<Header> all = new ArrayList<>(HEADERS);
        all.addAll(List.of(more));
        return all;
    }

    static CpmRequest invite(List<Header> headers, Optional<String> offer) {
        return new CpmRequest(
                new CallId("call-1"),
                CpmRequest.Mode.LARGE_MESSAGE,
                BOB,
                "\"Alice\" <sip:alice@orig.example>",
                "<sip:bob@home.example>",
                List.of("<sip:scscf.home.example;lr>"),
                70,
                new Headers(headers),
                Optional.of("application/sdp"),
                offer,
                true,
                "Tue, 17 Feb 2015 06:54:27 +0000");
    }

    static String offer(String setup) {
        return """
        v=0
        o=alice 2890844526 2890844526 IN IP4 192.0.2.1
        s=-
        c=IN IP4 192.0.2.1
        t=0 0
        m=message 7394 TCP/MSRP *
        a=accept-types:message/cpim
        a=accept-wrapped-types:text/plain message/imdn+xml
        a=setup:%s
        a=path:msrp://192.0.2.1:7394/2s93i9ek2a;tcp
        a=sendonly
        """
                .formatted(setup);
    }

    static String answer(BranchId branch) {
        return """
        v=0
        o=bob 1 1 IN IP4 198.51.100.%1$d
        s=-
        c=IN IP4 198.51.100.%1$d
        t=0 0
        m=message 9 TCP/MSRP *
        a=accept-types:message/cpim
        a=accept-wrapped-types:text/plain
        a=setup:active
        a=path:msrp://198.51.100.%1$d:9/device%1$d;tcp
        a=recvonly
        """
                .formatted(branch.number());
    }

    /** A capable device with a GRUU. */
    static Device device(int number) {
        return new Device(
                Optional.of("urn:uuid:0000-" + number),
                Optional.of("sip:bob@home.example;gr=urn:uuid:0000-" + number),
                "sip:bob@198.51.100." + number,
                List.of(),
                List.of(Icsi.LARGE_MESSAGE),
                1000 - number);
    }

    static List<Device> devices(int count) {
        List<Device> devices = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            devices.add(device(i));
        }
        return devices;
    }

    static Recipient recipient(int devices) {
        return new Recipient(BOB, devices(devices), Preferences.DEFAULT);
    }

    static RoomAddresses room(int branches) {
        Map<BranchId, String> uris = new HashMap<>();
        for (int i = 1; i <= branches; i++) {
            uris.put(new BranchId(i), "msrp://192.0.2.10:2855/branch" + i + ";tcp");
        }
        return new RoomAddresses(
                "192.0.2.10", "msrp://192.0.2.10:2855/upstream;tcp", uris, 1000, List.of());
    }
}
