package org.carillon.tool;

/** Makes text that came from a peer safe to show on a terminal. */
final class Printable {
    private static final int LONGEST = 200;

    private Printable() {}

    /** The text with every control and direction-changing character replaced, and bounded. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LONGEST).map(Printable::visible).forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** Whether a terminal or a file browser would act on the character instead of showing it. */
    static boolean acts(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED ->
                    true;
            default -> false;
        };
    }

    private static int visible(int codePoint) {
        return acts(codePoint) ? '?' : codePoint;
    }
}
