package org.carillon.device;

import org.carillon.call.BindingStore;
import org.carillon.call.BindingStoreContract;

class MemoryBindingsTest implements BindingStoreContract {
    private final MemoryBindings bindings = new MemoryBindings();

    @Override
    public BindingStore bindings() {
        return bindings;
    }
}
