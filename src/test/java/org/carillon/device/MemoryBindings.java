package org.carillon.device;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.carillon.call.Aor;
import org.carillon.call.Binding;
import org.carillon.call.BindingStore;
import org.carillon.call.RegisterOutcome;

/** Bindings that a test can do without a database. */
final class MemoryBindings implements BindingStore {
    private final Map<Aor, List<Binding>> users = new ConcurrentHashMap<>();

    @Override
    public List<Binding> bindingsOf(Aor user, Instant now) {
        return users.getOrDefault(user, List.of()).stream()
                .filter(binding -> binding.expires().isAfter(now))
                .sorted(Comparator.comparingInt((Binding b) -> b.device().q()).reversed())
                .toList();
    }

    @Override
    public RegisterOutcome change(
            Aor user, Instant now, Function<List<Binding>, RegisterOutcome> change) {
        RegisterOutcome outcome = change.apply(bindingsOf(user, now));
        if (outcome instanceof RegisterOutcome.Registered registered) {
            users.put(user, registered.bindings());
        }
        return outcome;
    }

    @Override
    public int purge(Instant now) {
        int before = size();
        users.replaceAll((user, bindings) -> bindingsOf(user, now));
        return before - size();
    }

    private int size() {
        return users.values().stream().mapToInt(List::size).sum();
    }
}
