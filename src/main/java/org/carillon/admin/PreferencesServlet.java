package org.carillon.admin;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.carillon.call.Aor;
import org.carillon.call.PreferenceSource;
import org.carillon.call.PreferenceStore;
import org.carillon.call.Preferences;
import org.carillon.call.SourceException;
import org.carillon.log.LogText;

/**
 * {@code GET} and {@code PUT /api/users/{user}/preferences}: what a user has chosen. The user is an
 * address of record such as {@code sip:bob@example.com}. Answers to this machine only.
 *
 * <p>Where they are is the context attribute {@link #SOURCE}.
 */
public final class PreferencesServlet extends LocalServlet {
    private static final long serialVersionUID = 1L;

    /**
     * Name of the context attribute that holds the {@link PreferenceSource}; they can be changed
     * from here if it is a {@link PreferenceStore}.
     */
    public static final String SOURCE = "org.carillon.preferences";

    private static final Logger LOG = System.getLogger(PreferencesServlet.class.getName());
    private static final String SUFFIX = "/preferences";

    /** Far above any sensible list of devices and blocked originators. */
    private static final int MAX_BODY = 64 << 10;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        answer(request, response, user -> source().preferencesOf(user));
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            problem(response, 413, "at most " + MAX_BODY + " octets");
            return;
        }
        if (!(source() instanceof PreferenceStore store)) {
            response.setHeader("Allow", "GET, HEAD");
            problem(response, 405, "preferences are changed in the XDMS (preference-source=xcap)");
            return;
        }
        answer(
                request,
                response,
                user -> {
                    Preferences chosen = PreferencesJson.read(body, Preferences.DEFAULT);
                    store.save(user, chosen);
                    return chosen;
                });
    }

    private interface Exchange {
        Preferences with(Aor user) throws SourceException;
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Exchange exchange)
            throws IOException {
        Optional<Aor> user = user(request);
        if (user.isEmpty()) {
            problem(response, 404, "expected /api/users/{user}" + SUFFIX);
            return;
        }
        try {
            byte[] json = PreferencesJson.write(exchange.with(user.get()));
            response.setContentType("application/json");
            response.getOutputStream().write(json);
        } catch (IllegalArgumentException e) {
            problem(response, 400, e.getMessage());
        } catch (SourceException e) {
            LOG.log(Level.WARNING, "event=preferences-failed why=" + LogText.of(e.getMessage()));
            problem(response, 503, "preferences cannot be read or changed now; the log says why");
        }
    }

    private static Optional<Aor> user(HttpServletRequest request) {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("");
        if (!path.endsWith(SUFFIX) || path.length() < SUFFIX.length() + 2) {
            return Optional.empty();
        }
        return Optional.of(Aor.of(path.substring(1, path.length() - SUFFIX.length())));
    }

    private PreferenceSource source() {
        return (PreferenceSource) getServletContext().getAttribute(SOURCE);
    }
}
