package org.carillon.sdp;

import java.util.Optional;
import java.util.function.Function;

/** What came of reading an MSRP line. */
sealed interface MsrpReading {

    record Read(MsrpMedia media) implements MsrpReading {
        @Override
        public MsrpReading check(Function<MsrpMedia, Optional<Refusal>> rule) {
            return rule.apply(media).<MsrpReading>map(Refused::new).orElse(this);
        }

        @Override
        public <T> T fold(Function<MsrpMedia, T> read, Function<Refusal, T> refused) {
            return read.apply(media);
        }
    }

    record Refused(Refusal refusal) implements MsrpReading {
        @Override
        public MsrpReading check(Function<MsrpMedia, Optional<Refusal>> rule) {
            return this;
        }

        @Override
        public <T> T fold(Function<MsrpMedia, T> read, Function<Refusal, T> refused) {
            return refused.apply(refusal);
        }
    }

    /** Applies one more rule, unless one has already failed. */
    MsrpReading check(Function<MsrpMedia, Optional<Refusal>> rule);

    <T> T fold(Function<MsrpMedia, T> read, Function<Refusal, T> refused);
}
