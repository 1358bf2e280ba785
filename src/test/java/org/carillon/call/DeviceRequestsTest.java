package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What goes out: the INVITE to each device, the 200 to the sender, the plan of the Room. */
class DeviceRequestsTest {
    private static final List<Header> MORE =
            List.of(
                    new Header("Accept-Contact", "*;audio"),
                    new Header("Privacy", "id"),
                    new Header("Referred-By", "<sip:carol@orig.example>"),
                    new Header("InReplyTo-Contribution-ID", "earlier"),
                    new Header("Subject", "Holiday"),
                    new Header("Date", "Tue, 17 Feb 2015 06:54:27 GMT"),
                    new Header("P-Asserted-Service", Icsi.LARGE_MESSAGE + ".x"),
                    new Header("User-Agent", "CPM-client/OMA2.2"),
                    new Header("Session-Expires", "1800"),
                    new Header("X-Secret", "stays here"));

    private static CpmRequest invite() {
        return Scene.invite(Scene.plus(MORE.toArray(Header[]::new)));
    }

    private static List<CallCommand> after(CpmRequest invite, CallEvent... more) {
        Call call = new Call(Scene.OPTIONS, ScreeningPolicy.OPEN);
        List<CallCommand> commands = new ArrayList<>();
        commands.addAll(call.on(new CallEvent.Invited(invite)));
        commands.addAll(call.on(new CallEvent.RecipientFound(Scene.recipient(3))));
        commands.addAll(call.on(new CallEvent.RoomOpened(Scene.room(3))));
        for (CallEvent event : more) {
            commands.addAll(call.on(event));
        }
        return commands;
    }

    private static List<DeviceRequest> invites(List<CallCommand> commands) {
        return all(commands, CallCommand.InviteDevice.class).stream()
                .map(CallCommand.InviteDevice::invite)
                .toList();
    }

    private static <T> List<T> all(List<CallCommand> commands, Class<T> type) {
        return commands.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void toADevice() {
        DeviceRequest first = invites(after(invite())).get(0);
        assertThat(first.requestUri()).isEqualTo("sip:bob@home.example;gr=urn:uuid:0000-1");
        assertThat(first.from()).isEqualTo("\"Alice\" <sip:alice@orig.example>");
        assertThat(first.to()).isEqualTo("<sip:bob@home.example>");
        assertThat(first.route()).containsExactly("<sip:scscf.home.example;lr>");
        assertThat(first.maxForwards()).isEqualTo(69);
        assertThat(first.headers().stream().map(Header::toString))
                .containsExactlyInAnyOrder(
                        "Accept-Contact: " + Scene.LARGE,
                        "Accept-Contact: *;audio",
                        "P-Asserted-Identity: <sip:alice@orig.example>",
                        "Privacy: id",
                        "Referred-By: <sip:carol@orig.example>",
                        "P-Asserted-Service: " + Icsi.LARGE_MESSAGE,
                        "Conversation-ID: f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                        "Contribution-ID: abcdef-1234-5678-90ab-cdef01234567",
                        "InReplyTo-Contribution-ID: earlier",
                        "Subject: Holiday",
                        "Date: Tue, 17 Feb 2015 06:54:27 GMT",
                        "Request-Disposition: no-fork",
                        "User-Agent: CPM-serv/OMA1.0",
                        "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REGISTER, NOTIFY,"
                                + " MESSAGE",
                        "Supported: timer",
                        "Carillon-Passed: 93df1f37-e369-368b-8b36-a9a91f796208",
                        "Max-Breadth: 20");
    }

    /** S-11: other Request-URI, other path; the contribution is the same. */
    @Test
    void toEachDevice() {
        List<DeviceRequest> all = invites(after(invite()));
        assertThat(all).hasSize(3);
        assertThat(all.stream().map(DeviceRequest::requestUri).distinct()).hasSize(3);
        assertThat(all.stream().map(DeviceRequest::headers).distinct()).hasSize(1);
        for (int i = 1; i <= 3; i++) {
            assertThat(text(all.get(i - 1).offer().orElseThrow().octets()))
                    .contains(
                            "a=path:msrp://192.0.2.10:2855/branch%d;tcp".formatted(i)
                                    + " msrp://192.0.2.1:7394/2s93i9ek2a;tcp\r\n");
        }
    }

    @Test
    void largeMessageModeIsAlwaysAskedFor() {
        List<Header> headers =
                List.of(
                        new Header("P-Asserted-Identity", "<sip:alice@orig.example>"),
                        new Header("P-Asserted-Service", Icsi.LARGE_MESSAGE));
        assertThat(new Headers(invites(after(Scene.invite(headers))).get(0).headers()))
                .satisfies(h -> assertThat(h.all("Accept-Contact")).containsExactly(Scene.LARGE));
    }

    /** Without a core's Route the registration says the way (RFC 3327, RFC 5627 §5.4). */
    @Test
    void routes() {
        CpmRequest usual = Scene.invite();
        CpmRequest direct =
                new CpmRequest(
                        usual.call(),
                        CpmRequest.Mode.LARGE_MESSAGE,
                        usual.recipient(),
                        usual.from(),
                        usual.to(),
                        List.of(),
                        usual.maxForwards(),
                        usual.headers(),
                        usual.contentType(),
                        usual.offer(),
                        true,
                        usual.time());
        Device tagged =
                new Device(
                        Optional.of("urn:1"),
                        Optional.of("sip:bob@h;gr=1"),
                        "sip:bob@198.51.100.1",
                        List.of("<sip:edge.example;lr>"),
                        List.of(),
                        0);
        Device bare =
                new Device(
                        Optional.empty(),
                        Optional.empty(),
                        "sip:bob@198.51.100.2",
                        List.of(),
                        List.of(),
                        0);
        CallOptions withCore =
                new CallOptions(
                        "p",
                        "h",
                        Scene.MSRP,
                        List.of("<sip:core.example;lr>"),
                        BranchPolicy.DEFAULT,
                        CallOptions.CallTimes.DEFAULT);
        assertThat(route(Scene.OPTIONS, direct, tagged))
                .containsExactly("<sip:edge.example;lr>", "sip:bob@198.51.100.1");
        assertThat(route(Scene.OPTIONS, direct, bare)).isEmpty();
        assertThat(route(withCore, direct, bare)).containsExactly("<sip:core.example;lr>");
        assertThat(route(withCore, usual, bare)).containsExactly("<sip:scscf.home.example;lr>");
    }

    private static List<String> route(CallOptions options, CpmRequest invite, Device device) {
        return new DeviceRequests(options, invite)
                .invite(device, invites(after(invite)).get(0).offer().orElseThrow(), List.of())
                .route();
    }

    /** S-12 to S-17. */
    @Test
    void toTheSender() {
        BranchId second = new BranchId(2);
        List<CallCommand> commands =
                after(
                        invite(),
                        new CallEvent.BranchAnswered(
                                second,
                                "t",
                                new Headers(List.of()),
                                Optional.of(Scene.answer(second))));
        CallCommand.AnswerSender ok = all(commands, CallCommand.AnswerSender.class).get(0);
        assertThat(ok.headers().stream().map(Header::toString))
                .containsExactly(
                        "Server: CPM-serv/OMA1.0",
                        "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, REGISTER, NOTIFY,"
                                + " MESSAGE",
                        "Supported: timer",
                        "Session-Expires: 1800;refresher=uas");
        assertThat(text(ok.sdp().octets()).lines())
                .contains(
                        "a=accept-types:message/cpim",
                        "a=setup:passive",
                        "a=path:msrp://192.0.2.10:2855/upstream;tcp"
                                + " msrp://198.51.100.2:9/device2;tcp",
                        "a=recvonly");
        MsrpLeg leg = all(commands, CallCommand.SeatSender.class).get(0).leg();
        assertThat(leg.localPath())
                .containsExactly(
                        "msrp://192.0.2.10:2855/upstream;tcp", "msrp://198.51.100.2:9/device2;tcp");
        assertThat(leg.peerPath()).containsExactly("msrp://192.0.2.1:7394/2s93i9ek2a;tcp");
    }

    /** S-19: decided here, and kept under the identity that the sender may show. */
    @Test
    void history() {
        RoomPlan plan = all(after(invite()), CallCommand.OpenRoom.class).get(0).plan();
        HistoryEntry entry = plan.history().orElseThrow();
        assertThat(entry.from()).as("Privacy: id").isEqualTo("anonymous");
        assertThat(entry.to()).isEqualTo("sip:bob@home.example");
        assertThat(entry.date()).isEqualTo("Tue, 17 Feb 2015 06:54:27 GMT");
        assertThat(entry.subject()).contains("Holiday");
        assertThat(entry.acceptContact()).containsExactly(Scene.LARGE, "*;audio");
        assertThat(entry.contributionId()).isEqualTo("abcdef-1234-5678-90ab-cdef01234567");
        HistoryEntry plain = new DeviceRequests(Scene.OPTIONS, Scene.invite()).history();
        assertThat(plain.from()).isEqualTo("sip:alice@orig.example");
        assertThat(plain.date()).isEqualTo("Tue, 17 Feb 2015 06:54:27 +0000");
    }

    @Test
    void noHistoryForThoseWhoWantNone() {
        Call call = new Call(Scene.OPTIONS, ScreeningPolicy.OPEN);
        call.on(new CallEvent.Invited(Scene.invite()));
        Recipient quiet = new Recipient(Scene.BOB, Scene.devices(1), Preferences.UNREADABLE);
        List<CallCommand> commands = call.on(new CallEvent.RecipientFound(quiet));
        assertThat(all(commands, CallCommand.OpenRoom.class).get(0).plan().history()).isEmpty();
    }

    /** What is refused before any look-up, and what with the offer. */
    @Test
    void refusals() {
        Map<CpmRequest, Integer> expected =
                Map.of(
                        Scene.invite(List.of()), 488,
                        Scene.invite(Scene.HEADERS, Optional.empty()), 488,
                        Scene.invite(Scene.HEADERS, Optional.of("no sdp")), 400,
                        Scene.invite(
                                        Scene.HEADERS,
                                        Optional.of(
                                                Scene.offer("actpass")
                                                        .replace("a=sendonly", "a=recvonly"))),
                                488);
        expected.forEach(
                (invite, status) ->
                        assertThat(all(after(invite), CallCommand.RefuseSender.class))
                                .singleElement()
                                .satisfies(
                                        r -> assertThat(r.refusal().status()).isEqualTo(status)));
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
