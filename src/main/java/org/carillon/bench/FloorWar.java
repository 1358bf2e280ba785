package org.carillon.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An application that is the {@link FloorServlet} and nothing else. */
final class FloorWar {
    private static final String WEB_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0"/>
            """;

    private static final String SIP_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
              <app-name>carillon</app-name>
              <servlet-selection>
                <main-servlet>floor</main-servlet>
              </servlet-selection>
              <servlet>
                <servlet-name>floor</servlet-name>
                <servlet-class>%s</servlet-class>
                <init-param>
                  <param-name>device</param-name>
                  <param-value>sip:device@127.0.0.1:%d</param-value>
                </init-param>
                <load-on-startup>1</load-on-startup>
              </servlet>
            </sip-app>
            """;

    private FloorWar() {}

    /** Writes it; its class comes from the class path of whoever deploys it. */
    static Path write(Path directory, int devicePort) throws IOException {
        Path war = directory.resolve("floor.war");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(war))) {
            add(zip, "WEB-INF/web.xml", WEB_XML);
            add(
                    zip,
                    "WEB-INF/sip.xml",
                    SIP_XML.formatted(FloorServlet.class.getName(), devicePort));
        }
        return war;
    }

    private static void add(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }
}
