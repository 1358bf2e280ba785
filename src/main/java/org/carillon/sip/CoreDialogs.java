package org.carillon.sip;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.SipFactory;
import org.carillon.call.Aor;
import org.carillon.call.RegistrationEvents;
import org.carillon.call.SubscriptionDialogs;

/** The SUBSCRIBE dialogs of every user. Owned by the queue that calls this port. */
final class CoreDialogs implements SubscriptionDialogs {
    private final SipFactory factory;
    private final RegistrationEvents events;
    private final Map<Aor, CoreDialog> byUser = new HashMap<>();

    CoreDialogs(SipFactory factory, RegistrationEvents events) {
        this.factory = factory;
        this.events = events;
    }

    @Override
    public void subscribe(Aor user, Subscribe subscribe) {
        release(user);
        CoreDialog dialog = new CoreDialog(factory, user, subscribe, events);
        byUser.put(user, dialog);
        dialog.subscribe();
    }

    @Override
    public void refresh(Aor user, String dialog, int request, Duration expires) {
        CoreDialog known = byUser.get(user);
        if (known != null) {
            known.refresh(dialog, request, expires);
        }
    }

    @Override
    public void release(Aor user) {
        Optional.ofNullable(byUser.remove(user)).ifPresent(CoreDialog::release);
    }
}
