package org.carillon.cpim;

/**
 * One CPIM header (RFC 3862 §3).
 *
 * @param namespace URI that its prefix stands for; empty for the headers of RFC 3862 itself
 * @param name without the prefix; case-sensitive
 * @param parameters what stands between colon and space, such as {@code ;lang=fr}; mostly empty
 * @param value as sent, escapes and all
 */
public record CpimHeader(String namespace, String name, String parameters, String value) {

    static final String IMDN = "urn:ietf:params:imdn";

    boolean is(String otherNamespace, String otherName) {
        return namespace.equals(otherNamespace) && name.equals(otherName);
    }

    /** The value with its escapes resolved. */
    public String text() {
        return CpimEscape.resolve(value);
    }
}
