package org.carillon.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * {@code GET /api/health}: {@code ok}, or {@code degraded} and why, in words that name the setting
 * to look at. Always 200: a server that lacks a neighbour still delivers. Answers to this machine
 * only.
 */
public final class HealthServlet extends LocalServlet {
    private static final long serialVersionUID = 1L;

    /** Context attribute, {@code Supplier<List<String>>}: what is wrong at this moment. */
    public static final String TROUBLES = "org.carillon.troubles";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ObjectNode health = JSON.createObjectNode();
        ArrayNode troubles = JSON.createArrayNode();
        troubles().forEach(trouble -> troubles.add(String.valueOf(trouble)));
        health.put("state", troubles.isEmpty() ? "ok" : "degraded");
        health.set("troubles", troubles);
        response.setContentType("application/json");
        response.getOutputStream().write(JSON.writeValueAsBytes(health));
    }

    private Iterable<?> troubles() {
        Supplier<?> now = (Supplier<?>) getServletContext().getAttribute(TROUBLES);
        return (Iterable<?>) now.get();
    }
}
