package org.carillon.bench;

import java.nio.file.Path;

/**
 * What is measured.
 *
 * @param name for the report
 * @param war the application
 * @param user whom the sender calls; his devices are registered
 * @param devices how many dialogs each call has beside the sender's
 */
record Subject(String name, Path war, String user, int devices) {
    private static final String FLOOR = "floor";

    /** INVITE, 100, 200, ACK, BYE, 200. */
    private static final int TO_THE_SENDER = 6;

    /** The same without the 100. */
    private static final int TO_A_DEVICE = 5;

    static Subject floor(String name, Path war) {
        return new Subject(name, war, FLOOR, 1);
    }

    static Subject carillon(Path war, int devices) {
        return new Subject("carillon " + devices, war, "user" + devices, devices);
    }

    /** Whether the others are compared with this one. */
    boolean isFloor() {
        return user.equals(FLOOR);
    }

    int messagesPerCall() {
        return TO_THE_SENDER + devices * TO_A_DEVICE;
    }
}
