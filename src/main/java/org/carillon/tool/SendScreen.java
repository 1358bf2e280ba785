package org.carillon.tool;

import java.util.Optional;

/** Shows a person how the sending goes. */
final class SendScreen implements MessageSender.Watcher, AutoCloseable {
    private final Screen screen;
    private final LargeMessage message;
    private Optional<Progress> progress = Optional.empty();

    SendScreen(Screen screen, LargeMessage message) {
        this.screen = screen;
        this.message = message;
    }

    @Override
    public void answered(String line) {
        screen.line(line);
    }

    @Override
    public void sent(long bytes) {
        if (progress.isEmpty()) {
            progress = Optional.of(screen.progress(message.label(), message.bytes()));
        }
        progress.get().at(bytes);
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
    }
}
