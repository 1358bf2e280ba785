package org.carillon.call;

/** One SIP header field as it stands on the wire, without the line end. */
public record Header(String name, String value) {
    public Header {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("line break in header " + name);
        }
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
