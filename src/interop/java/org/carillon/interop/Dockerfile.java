package org.carillon.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Dockerfile, one instruction a line: continued lines are joined, comments left out.
 *
 * @param stages the instructions of each, its FROM first
 */
record Dockerfile(List<List<String>> stages) {

    static Dockerfile read(Path file) throws IOException {
        String text = Files.readString(file).replace("\\\n", " ");
        List<String> lines =
                text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        List<Integer> starts =
                Stream.iterate(0, i -> i <= lines.size(), i -> i + 1)
                        .filter(i -> i == lines.size() || lines.get(i).startsWith("FROM "))
                        .toList();
        return new Dockerfile(
                Stream.iterate(0, i -> i + 1 < starts.size(), i -> i + 1)
                        .map(i -> lines.subList(starts.get(i), starts.get(i + 1)))
                        .toList());
    }

    /** What follows that keyword, in each instruction of every stage. */
    List<String> all(String keyword) {
        return stages.stream().flatMap(stage -> values(stage, keyword)).toList();
    }

    /** The same of the stage that becomes the image. */
    List<String> ofImage(String keyword) {
        return values(stages.get(stages.size() - 1), keyword).toList();
    }

    private static Stream<String> values(List<String> stage, String keyword) {
        return stage.stream()
                .filter(line -> line.startsWith(keyword + " "))
                .map(line -> line.substring(keyword.length() + 1).strip().replaceAll(" +", " "));
    }

    /** A list as HEALTHCHECK, ENTRYPOINT and CMD have it. */
    static List<String> words(String json) {
        return Stream.of(json.substring(json.indexOf('[') + 1, json.lastIndexOf(']')).split(","))
                .map(word -> word.strip().replaceAll("^\"|\"$", ""))
                .toList();
    }
}
