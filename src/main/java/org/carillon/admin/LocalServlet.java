package org.carillon.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers to this machine only, before anything of the request is read. */
abstract class LocalServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()) {
            super.service(request, response);
        } else {
            problem(response, 403, "this interface answers to its own machine only");
        }
    }

    /** RFC 9457 in its smallest form; the text is ours, so nothing in it needs escaping. */
    static void problem(HttpServletResponse response, int status, String title) throws IOException {
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.getOutputStream()
                .write(
                        ("{\"status\":" + status + ",\"title\":\"" + title + "\"}")
                                .getBytes(StandardCharsets.UTF_8));
    }
}
