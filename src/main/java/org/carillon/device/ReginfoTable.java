package org.carillon.device;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.carillon.call.Aor;
import org.carillon.call.Device;
import org.carillon.device.Reginfo.Contact;
import org.carillon.device.Reginfo.Registered;
import org.carillon.device.Reginfo.Scope;

/**
 * What the documents of one subscription add up to (RFC 3680 §5.2). A new subscription begins with
 * a new table, since versions count within one. Owned by its subscription.
 */
final class ReginfoTable {
    private static final long NOTHING_YET = -1;

    private final int maxContacts;
    private final Map<String, Row> registrations = new LinkedHashMap<>();
    private long version = NOTHING_YET;

    /** What came of one document. */
    enum Outcome {
        /** The table is what the notifier's is. */
        CURRENT,
        /** Applied, but what lies between is missing: a refresh brings the full state. */
        GAP,
        /** Older than the table, or the same change again: discarded. */
        OLD,
        /** More contacts than one user may have: the rest is left out. */
        TOO_MANY
    }

    /** One registration: its contacts by id. */
    private record Row(Aor aor, Map<String, Device> contacts) {}

    /**
     * @param maxContacts how many contacts are kept, all registrations together
     */
    ReginfoTable(int maxContacts) {
        this.maxContacts = maxContacts;
    }

    Outcome apply(Reginfo document) {
        if (isOld(document)) {
            return Outcome.OLD;
        }
        boolean gap = isGap(document);
        version = document.version();
        if (document.scope() == Scope.FULL) {
            registrations.clear();
        }
        boolean complete = true;
        for (Registered registered : document.registrations()) {
            complete &= update(registered);
        }
        if (!complete) {
            return Outcome.TOO_MANY;
        }
        return gap ? Outcome.GAP : Outcome.CURRENT;
    }

    /**
     * Full state under the same number is news: there are notifiers (Kamailio 5.6) that number
     * every document 0, and NOTIFYs of one dialog come in order anyway.
     */
    private boolean isOld(Reginfo document) {
        return document.version() < version
                || (document.version() == version && document.scope() == Scope.PARTIAL);
    }

    /** Full state leaves no gap, whatever was missed before it. */
    private boolean isGap(Reginfo document) {
        return document.scope() == Scope.PARTIAL
                && (version == NOTHING_YET || document.version() != version + 1);
    }

    /** A registration without contacts is not kept: it tells nothing, and could be one of many. */
    private boolean update(Registered registered) {
        Row row = registrations.remove(registered.id());
        if (!registered.active()) {
            return true;
        }
        Map<String, Device> contacts = row == null ? new LinkedHashMap<>() : row.contacts();
        boolean complete = true;
        for (Contact contact : registered.contacts()) {
            complete &= put(contacts, contact);
        }
        if (!contacts.isEmpty()) {
            registrations.put(registered.id(), new Row(registered.aor(), contacts));
        }
        return complete;
    }

    private boolean put(Map<String, Device> contacts, Contact contact) {
        if (!contact.active()) {
            contacts.remove(contact.id());
            return true;
        }
        if (!contacts.containsKey(contact.id()) && size() + contacts.size() >= maxContacts) {
            return false;
        }
        contacts.put(contact.id(), contact.device());
        return true;
    }

    private int size() {
        return registrations.values().stream().mapToInt(row -> row.contacts().size()).sum();
    }

    /** The devices registered for {@code user}, highest q first. */
    List<Device> devicesOf(Aor user) {
        return registrations.values().stream()
                .filter(row -> row.aor().equals(user))
                .flatMap(row -> row.contacts().values().stream())
                .sorted(Comparator.comparingInt(Device::q).reversed())
                .toList();
    }
}
