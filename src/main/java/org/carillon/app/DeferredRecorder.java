package org.carillon.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.LargeMessageInvite;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;
import org.carillon.relay.KeptHead;
import org.carillon.relay.Recorder;

/** Lets the relay put a message where deferred ones wait. One disk thread at a time. */
final class DeferredRecorder implements Recorder {
    private final DeferredMessages messages;
    private final LargeMessageInvite invite;
    private Optional<DeferredMessages.Keeping> keeping = Optional.empty();

    DeferredRecorder(DeferredMessages messages, LargeMessageInvite invite) {
        this.messages = messages;
        this.invite = invite;
    }

    @Override
    public void begin(KeptHead head) throws IOException {
        DeferredMessage.Content content =
                new DeferredMessage.Content(
                        head.messageId(), head.contentType(), head.otherHeaders());
        attempt(() -> keeping = Optional.of(messages.begin(invite, content)));
    }

    @Override
    public void append(ByteBuffer octets) throws IOException {
        attempt(() -> keeping.orElseThrow().append(octets));
    }

    @Override
    public void complete() throws IOException {
        attempt(() -> keeping.orElseThrow().complete());
    }

    @Override
    public void abort() throws IOException {
        if (keeping.isPresent()) {
            attempt(() -> keeping.get().abort());
        }
    }

    private interface Step {
        void take() throws SourceException;
    }

    /** The relay logs the failure and knows no calls. */
    private void attempt(Step step) throws IOException {
        try {
            step.take();
        } catch (SourceException e) {
            throw new IOException(
                    "call-id=" + LogText.of(invite.call().value()) + " " + e.getMessage(), e);
        }
    }
}
