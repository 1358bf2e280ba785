package org.carillon.msrp;

import java.util.ArrayList;
import java.util.List;

/** Reads one MSRP URI from left to right (RFC 4975 §9, authority of RFC 3986 §3.2). */
final class UriReader {
    private static final int PORT_MAX = 65535;

    private final String text;
    private int at;

    UriReader(String text) {
        this.text = text;
    }

    Parsed<MsrpUri> read() {
        int schemeEnd = text.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : text.substring(0, schemeEnd);
        boolean secure = scheme.equalsIgnoreCase("msrps");
        if (!secure && !scheme.equalsIgnoreCase("msrp")) {
            return Parsed.invalid(Fault.URI_SCHEME);
        }
        at = schemeEnd + 3;
        return readAuthority(secure);
    }

    private Parsed<MsrpUri> readAuthority(boolean secure) {
        String user = readUser();
        String host = readHost();
        if (!Host.isMadeOf(user, "!$&'()*+,;=:") || !Host.isValid(host)) {
            return Parsed.invalid(Fault.URI_AUTHORITY);
        }
        boolean hasPort = next(':');
        int port = hasPort ? number(until("/;")) : MsrpUri.NO_PORT;
        boolean possible = hasPort ? port > 0 && port <= PORT_MAX : !Host.isNumeric(host);
        return possible ? readResource(secure, user, host, port) : Parsed.invalid(Fault.URI_PORT);
    }

    /** Nothing behind the authority may contain an at sign, so the first one ends the user. */
    private String readUser() {
        int userEnd = text.indexOf('@', at);
        if (userEnd < 0) {
            return "";
        }
        String user = text.substring(at, userEnd);
        at = userEnd + 1;
        return user;
    }

    private String readHost() {
        int bracket = text.startsWith("[", at) ? text.indexOf(']', at) : -1;
        if (bracket < 0) {
            return until(":/;");
        }
        String host = text.substring(at, bracket + 1);
        at = bracket + 1;
        return host;
    }

    private Parsed<MsrpUri> readResource(boolean secure, String user, String host, int port) {
        boolean hasSession = next('/');
        String session = hasSession ? until(";") : "";
        if (hasSession && !isSessionId(session)) {
            return Parsed.invalid(Fault.URI_RESOURCE);
        }
        String transport = next(';') ? until(";") : "";
        if (transport.isEmpty() || !transport.chars().allMatch(Ascii::isAlphanumeric)) {
            return Parsed.invalid(Fault.URI_TRANSPORT);
        }
        List<String> parameters = new ArrayList<>();
        while (next(';')) {
            parameters.add(until(";"));
        }
        return parameters.stream().allMatch(UriReader::isParameter)
                ? Parsed.valid(
                        new MsrpUri(secure, user, host, port, session, transport, parameters))
                : Parsed.invalid(Fault.URI_PARAMETER);
    }

    private boolean next(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    /** The text up to the first of these characters, or all that is left. */
    private String until(String delimiters) {
        int start = at;
        while (at < text.length() && delimiters.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private static int number(String digits) {
        boolean plausible = digits.length() <= 9 && digits.chars().allMatch(Ascii::isDigit);
        return plausible && !digits.isEmpty() ? Integer.parseInt(digits) : -1;
    }

    private static boolean isSessionId(String session) {
        return !session.isEmpty()
                && session.chars().allMatch(c -> Ascii.isUnreserved(c) || "+=/".indexOf(c) >= 0);
    }

    private static boolean isParameter(String parameter) {
        int sign = parameter.indexOf('=');
        return sign < 0
                ? isToken(parameter)
                : isToken(parameter.substring(0, sign)) && isToken(parameter.substring(sign + 1));
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Ascii::isToken);
    }
}
