package org.carillon.device;

import java.util.List;
import org.carillon.call.Aor;
import org.carillon.call.Device;

/**
 * One registration information document (RFC 3680 §5.1), as far as finding devices needs it.
 *
 * @param version orders the documents of one subscription
 * @param skipped how many contacts and registrations could not be read and are left out
 */
record Reginfo(long version, Scope scope, List<Registered> registrations, int skipped) {
    Reginfo {
        registrations = List.copyOf(registrations);
    }

    /** What a document tells. */
    enum Scope {
        /** Everything: what is not in it is no more. */
        FULL,
        /** What has changed since the document before. */
        PARTIAL
    }

    /**
     * What is registered for one address of record.
     *
     * @param id names the registration within the subscription
     * @param active false in the states {@code init} and {@code terminated}: nobody is registered
     */
    record Registered(String id, Aor aor, boolean active, List<Contact> contacts) {
        Registered {
            contacts = List.copyOf(contacts);
        }
    }

    /**
     * One contact.
     *
     * @param id names the contact within the subscription
     * @param active false once it is terminated, for whatever reason
     */
    record Contact(String id, boolean active, Device device) {}
}
