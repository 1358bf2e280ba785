package org.carillon.it.container;

import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A WAR of one servlet, for tests of the container itself. */
final class SmallWar {
    private static final String WEB_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <web-app xmlns="http://java.sun.com/xml/ns/javaee" version="3.0"/>
            """;

    private static final String SIP_XML =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
              <app-name>%s</app-name>
              <servlet-selection>
                <main-servlet>options</main-servlet>
              </servlet-selection>
              %s
              <servlet>
                <servlet-name>options</servlet-name>
                <servlet-class>org.carillon.it.container.OptionsServlet</servlet-class>
                <load-on-startup>1</load-on-startup>
              </servlet>
            </sip-app>
            """;

    private SmallWar() {}

    static WebArchive answeringOptions() {
        return with("carillon", "");
    }

    /** The same under another application name. */
    static WebArchive named(String applicationName) {
        return with(applicationName, "");
    }

    /** A WAR whose descriptor has one more listener. */
    static WebArchive withListener(Class<?> listener) {
        return with(
                        "carillon",
                        "<listener><listener-class>%s</listener-class></listener>"
                                .formatted(listener.getName()))
                .addClass(listener);
    }

    private static WebArchive with(String name, String listener) {
        return ShrinkWrap.create(WebArchive.class, "small.war")
                .addClass(OptionsServlet.class)
                .addAsWebInfResource(new StringAsset(SIP_XML.formatted(name, listener)), "sip.xml")
                .addAsWebResource(new StringAsset("<p>carillon</p>"), "index.html")
                .setWebXML(new StringAsset(WEB_XML));
    }
}
