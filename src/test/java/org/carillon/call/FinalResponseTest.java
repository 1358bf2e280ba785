package org.carillon.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.carillon.rules.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261 §16.7 step 6, and what a sender could not use. */
class FinalResponseTest {
    @ParameterizedTest
    @CsvSource({
        "'', 408",
        "408, 408",
        "486, 486",
        "486 603, 603",
        "604 603, 603",
        "503 600, 600",
        "486 500, 486",
        "480 408, 480",
        "500 408, 408",
        "486 415, 415",
        "404 420, 420",
        "404 484, 484",
        "404 486, 404",
        "503, 500",
        "503 503, 500",
        "503 502, 502",
        "503 486, 486",
        "401, 500",
        "407, 500",
        "401 486, 486",
        "407 603, 603",
        "302, 480",
        "302 503, 480",
        "302 603, 603",
        "300 301 305 380, 480",
    })
    @Rule("C-26")
    void best(String statuses, int expected) {
        List<Integer> each =
                Arrays.stream(statuses.split(" "))
                        .filter(s -> !s.isEmpty())
                        .map(Integer::valueOf)
                        .toList();
        assertThat(FinalResponse.best(each)).isEqualTo(expected);
        List<Integer> other = new java.util.ArrayList<>(each);
        Collections.reverse(other);
        assertThat(FinalResponse.best(other)).isEqualTo(expected);
    }
}
