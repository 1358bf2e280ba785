package org.carillon.tool;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One device of one user.
 *
 * @param user whose device it is
 * @param name tells the user's devices apart
 */
public record DeviceIdentity(SipAddress user, String name) {
    /**
     * The instance id of RFC 5626 §4.1: the same for the same user and name, whenever and wherever
     * the tool is started, so that the registrar sees one device and not a new one each time.
     */
    public String instanceUrn() {
        String seed = "carillon-device/" + user + "/" + name;
        return "urn:uuid:" + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    }
}
