package org.carillon.relay;

/**
 * How a leg stands with its connection. A leg has one connection in its life (RFC 4975 §5.4): when
 * that is gone, only another offer and answer makes another leg.
 *
 * <pre>
 *  AWAITED --connection--> BOUND --it ended--> LOST
 *     any --another leg took its place--> RETIRED
 * </pre>
 */
enum Binding {
    AWAITED,
    BOUND,
    LOST,
    RETIRED
}
