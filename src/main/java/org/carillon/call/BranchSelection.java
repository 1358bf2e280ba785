package org.carillon.call;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which devices should receive (S-8): capabilities, the user's choices, the operator's limits. */
final class BranchSelection {
    private BranchSelection() {}

    /**
     * The devices to reach, most preferred first, each physical device once.
     *
     * @param service the {@link Icsi} that they have to show
     */
    static List<Device> select(Recipient recipient, BranchPolicy policy, String service) {
        Map<String, Device> byIdentity = new LinkedHashMap<>();
        recipient.devices().stream()
                .filter(device -> capable(device, policy, service))
                .filter(device -> wanted(device, recipient.preferences()))
                .sorted(Comparator.comparingInt(Device::q).reversed())
                .forEach(
                        device ->
                                byIdentity.merge(
                                        device.identity(), device, BranchSelection::better));
        return byIdentity.values().stream().limit(policy.maxDevices()).toList();
    }

    /** Of two contacts of one device: the preferred one, but for a GRUU (S-11). */
    private static Device better(Device preferred, Device other) {
        return preferred.gruu().isEmpty() && other.gruu().isPresent() ? other : preferred;
    }

    private static boolean capable(Device device, BranchPolicy policy, String service) {
        if (device.features().isEmpty()) {
            return policy.inviteUntagged();
        }
        return device.features().stream().anyMatch(f -> Icsi.isA(f, service));
    }

    private static boolean wanted(Device device, Preferences preferences) {
        if (preferences.quietDevices().stream().anyMatch(device::isNamed)) {
            return false;
        }
        return switch (preferences.delivery()) {
            case ALL -> true;
            case LISTED -> preferences.listedDevices().stream().anyMatch(device::isNamed);
            case NONE -> false;
        };
    }
}
