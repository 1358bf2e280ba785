package org.carillon.msrp;

import java.util.Optional;
import java.util.function.Function;

/**
 * Text from a peer, read: the value, or what is wrong with it.
 *
 * @param <T> what was to be read
 */
public sealed interface Parsed<T> {

    /** The text was right. */
    record Valid<T>(T get) implements Parsed<T> {}

    /** The text was wrong. */
    record Invalid<T>(Fault fault) implements Parsed<T> {}

    /** The value, for callers that treat every fault alike. */
    default Optional<T> value() {
        return this instanceof Valid<T> valid ? Optional.of(valid.get()) : Optional.empty();
    }

    /** What is wrong, if anything. */
    default Optional<Fault> problem() {
        return this instanceof Invalid<T> invalid ? Optional.of(invalid.fault()) : Optional.empty();
    }

    /**
     * The value, where a fault would be our own mistake (a constant, a setting already checked).
     *
     * @throws IllegalArgumentException if the text was wrong
     */
    default T orThrow() {
        return value().orElseThrow(
                        () -> new IllegalArgumentException(problem().orElseThrow().phrase()));
    }

    /** Goes on with a valid value; a fault stays what it is. */
    default <R> Parsed<R> then(Function<? super T, ? extends Parsed<R>> next) {
        return this instanceof Valid<T> valid
                ? next.apply(valid.get())
                : invalid(problem().orElseThrow());
    }

    /** A right value. */
    static <T> Parsed<T> valid(T value) {
        return new Valid<>(value);
    }

    /** A wrong one. */
    static <T> Parsed<T> invalid(Fault fault) {
        return new Invalid<>(fault);
    }
}
