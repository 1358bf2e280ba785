package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.carillon.call.Preferences.Delivery;
import org.carillon.rules.Rule;
import org.junit.jupiter.api.Test;

/** S-8: capabilities, the user's choices, the operator's limits. */
class BranchSelectionTest {
    private static final BranchPolicy ONLY_TAGGED = new BranchPolicy(16, false);

    private static Device device(String instance, String gruu, String contact, int q) {
        return new Device(
                Optional.of(instance).filter(s -> !s.isEmpty()),
                Optional.of(gruu).filter(s -> !s.isEmpty()),
                contact,
                List.of(),
                List.of(Icsi.LARGE_MESSAGE),
                q);
    }

    private static Device with(String contact, String... features) {
        return new Device(
                Optional.empty(), Optional.empty(), contact, List.of(), List.of(features), 0);
    }

    private static List<String> selected(
            BranchPolicy policy, Preferences preferences, Device... devices) {
        Recipient recipient = new Recipient(Scene.BOB, Arrays.asList(devices), preferences);
        return BranchSelection.select(recipient, policy, Icsi.LARGE_MESSAGE).stream()
                .map(Device::requestUri)
                .toList();
    }

    private static List<String> selected(Device... devices) {
        return selected(BranchPolicy.DEFAULT, Preferences.DEFAULT, devices);
    }

    private static Preferences wanting(Delivery delivery, Set<String> listed, Set<String> quiet) {
        return new Preferences(
                delivery, listed, quiet, Set.of(), true, true, Preferences.Deferral.AS_SET);
    }

    @Test
    void preferredFirst() {
        assertThat(selected(device("", "", "sip:a", 100), device("", "", "sip:b", 900)))
                .containsExactly("sip:b", "sip:a");
    }

    @Test
    void contactsOfOneGruuAreOneDevice() {
        assertThat(
                        selected(
                                device("urn:1", "sip:bob@h;gr=1", "sip:a", 100),
                                device("urn:1", "sip:bob@h;gr=1", "sip:b", 900),
                                device("urn:2", "sip:bob@h;gr=2", "sip:c", 500)))
                .containsExactly("sip:bob@h;gr=1", "sip:bob@h;gr=2");
    }

    @Test
    @Rule("C-4")
    void contactsOfOneInstanceAreOneDeviceInvitedAtTheBetterContact() {
        assertThat(selected(device("urn:1", "", "sip:a", 100), device("urn:1", "", "sip:b", 900)))
                .containsExactly("sip:b");
    }

    /** A GRUU minted for one contact names the instance, and so the other contact too. */
    @Test
    void oneInstanceIsOneDeviceWhetherItsGruuIsKnownOrNot() {
        assertThat(
                        selected(
                                device("urn:1", "", "sip:a", 900),
                                device("urn:1", "sip:bob@h;gr=1", "sip:b", 100)))
                .containsExactly("sip:bob@h;gr=1");
    }

    @Test
    void contactsWithNeitherAreDevicesByThemselves() {
        assertThat(selected(device("", "", "sip:a", 1), device("", "", "sip:b", 0)))
                .containsExactly("sip:a", "sip:b");
    }

    @Test
    @Rule("S-8")
    void onlyTheCapable() {
        assertThat(
                        selected(
                                with("sip:large", "urn:x", Icsi.LARGE_MESSAGE),
                                with("sip:sub", Icsi.LARGE_MESSAGE + ".x"),
                                with("sip:other", "urn:urn-7:3gpp-service.ims.icsi.oma.cpm.msg")))
                .containsExactly("sip:large", "sip:sub");
    }

    @Test
    @Rule("S-8")
    void theOperatorDecidesOnUntaggedContacts() {
        assertThat(selected(with("sip:untagged"))).containsExactly("sip:untagged");
        assertThat(selected(ONLY_TAGGED, Preferences.DEFAULT, with("sip:untagged"))).isEmpty();
    }

    @Test
    @Rule("S-8")
    void theUserDecidesOnDevices() {
        Device one = device("urn:1", "", "sip:a", 2);
        Device two = device("", "sip:bob@h;gr=2", "sip:b", 1);
        Set<String> both = Set.of("urn:1", "sip:bob@h;gr=2");
        BranchPolicy policy = BranchPolicy.DEFAULT;
        assertThat(selected(policy, wanting(Delivery.NONE, both, Set.of()), one, two)).isEmpty();
        assertThat(selected(policy, wanting(Delivery.LISTED, both, Set.of()), one, two)).hasSize(2);
        assertThat(selected(policy, wanting(Delivery.LISTED, Set.of("urn:1"), Set.of()), one, two))
                .containsExactly("sip:a");
        assertThat(selected(policy, wanting(Delivery.LISTED, both, Set.of("urn:1")), one, two))
                .containsExactly("sip:bob@h;gr=2");
        assertThat(selected(policy, wanting(Delivery.ALL, Set.of(), both), one, two)).isEmpty();
    }

    @Test
    @Rule("S-8")
    void noMoreThanTheLimit() {
        assertThat(
                        selected(
                                new BranchPolicy(1, true),
                                Preferences.DEFAULT,
                                device("", "", "sip:a", 1),
                                device("", "", "sip:b", 2)))
                .containsExactly("sip:b");
    }
}
