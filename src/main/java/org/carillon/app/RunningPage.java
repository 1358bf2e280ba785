package org.carillon.app;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.carillon.call.CallEvent;
import org.carillon.call.CallId;
import org.carillon.call.CallOutcome;
import org.carillon.call.CallPorts;
import org.carillon.call.Page;
import org.carillon.call.PageCommand;
import org.carillon.call.PagePorts;
import org.carillon.call.Refusal;

/** One {@link Page} in progress. */
final class RunningPage extends RunningCall<PageCommand> implements PagePorts {
    private final Page page;
    private final CallPorts.Recipients recipients;
    private final Copy copy;
    private final Legs legs;

    RunningPage(
            CallId id,
            Page page,
            Executor executor,
            Legs legs,
            CallPorts.Recipients recipients,
            Copy copy,
            ScheduledTimers timers,
            Consumer<CallOutcome> over) {
        super(id, executor, timers, over);
        this.page = page;
        this.recipients = recipients;
        this.copy = copy;
        this.legs = legs;
    }

    @Override
    List<PageCommand> on(CallEvent event) {
        return page.on(event);
    }

    @Override
    void perform(PageCommand command) {
        command.perform(this);
    }

    @Override
    void giveUp() {
        legs.refuse(Refusal.forNow(500));
    }

    @Override
    public CallPorts.Recipients recipients() {
        return recipients;
    }

    @Override
    public Copy copy() {
        return copy;
    }

    @Override
    public Legs legs() {
        return legs;
    }
}
