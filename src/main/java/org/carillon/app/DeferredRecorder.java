package org.carillon.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.carillon.call.CpmRequest;
import org.carillon.call.DeferredMessage;
import org.carillon.call.DeferredMessages;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;
import org.carillon.relay.KeptHead;
import org.carillon.relay.Recorder;

/** Lets the relay put a message where it is kept. One disk thread at a time. */
final class DeferredRecorder implements Recorder {
    private final DeferredMessages messages;
    private final CpmRequest invite;
    private final KeptCopy copy;
    private Optional<DeferredMessages.Keeping> keeping = Optional.empty();

    DeferredRecorder(DeferredMessages messages, CpmRequest invite, KeptCopy copy) {
        this.messages = messages;
        this.invite = invite;
        this.copy = copy;
    }

    @Override
    public void begin(KeptHead head) throws IOException {
        DeferredMessage.Content content =
                new DeferredMessage.Content(
                        head.messageId(), head.contentType(), head.otherHeaders());
        attempt(() -> keeping = Optional.of(messages.begin(invite, content, copy.devices())));
    }

    @Override
    public void append(ByteBuffer octets) throws IOException {
        attempt(() -> keeping.orElseThrow().append(octets));
    }

    @Override
    public void complete() throws IOException {
        try {
            attempt(() -> copy.complete(keeping.orElseThrow()));
        } catch (IOException e) {
            copy.gone();
            throw e;
        }
    }

    @Override
    public void abort() throws IOException {
        copy.gone();
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
