package org.carillon.tool;

import java.time.Duration;
import org.carillon.cpim.Imdn;

/**
 * What happens to a device, in the order in which it happens. Calls are numbered from 1.
 *
 * <p>Told on the thread where it happens: the SIP stack's, the user agent's timer or a call's own.
 */
public sealed interface DeviceEvent {
    /**
     * The registrar has our binding.
     *
     * @param expires what it granted
     */
    record Registered(Duration expires) implements DeviceEvent {}

    /**
     * The registrar does not have our binding, or not for long.
     *
     * @param why a line for a person
     */
    record NotRegistered(String why) implements DeviceEvent {}

    /** The registrar has removed our binding, as we asked. */
    record Unregistered() implements DeviceEvent {}

    /** Somebody calls. */
    record Invited(int call, String caller, String subject) implements DeviceEvent {}

    /** We said no. */
    record Refused(int call, int status) implements DeviceEvent {}

    /** We said yes. */
    record Answered(int call) implements DeviceEvent {}

    /**
     * The first of the message's own octets arrived.
     *
     * @param name safe as a file name
     * @param bytes of the file, or -1 if the sender does not know
     */
    record Started(int call, String name, long bytes) implements DeviceEvent {}

    /** So much of the file is on disk. */
    record Progress(int call, long bytes) implements DeviceEvent {}

    /** The message is whole. */
    record Saved(int call, SavedFile file) implements DeviceEvent {}

    /**
     * The message will not be whole; nothing is left of it.
     *
     * @param why a clause for a person
     */
    record Aborted(int call, String why) implements DeviceEvent {}

    /** It was a notification of a message of our user's. */
    record Notified(int call, Imdn imdn) implements DeviceEvent {}

    /**
     * The sender could not be told that we have the message.
     *
     * @param why a clause for a person
     */
    record NotNotified(int call, String why) implements DeviceEvent {}

    /** The dialog is over. */
    record Ended(int call, CallEnd end) implements DeviceEvent {}
}
