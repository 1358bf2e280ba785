package org.carillon.bench.relay;

import java.util.Optional;

/**
 * One candidate in one case: figures, or why there are none.
 *
 * @param problem what it cannot, or what went wrong
 */
record Result(String candidate, Case load, Optional<Sample> sample, Optional<String> problem) {}
