package org.carillon.it.container;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.Node;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What tests deploy. */
public final class Deployments {
    private static final String SETTINGS = "META-INF/settings-under-test.properties";

    private Deployments() {}

    /**
     * The real WAR, as the build packaged it, but that nobody's messages wait. Arquillian adds the
     * test class where it runs inside.
     */
    public static WebArchive carillon() {
        return carillon(Map.of());
    }

    /** The same, run with these settings as {@code run --set} would. */
    public static WebArchive carillon(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("not-available", "reject"));
        all.putAll(settings);
        return withSettings(
                ShrinkWrap.create(ZipImporter.class, "carillon.war")
                        .importFrom(new File("target/carillon.war"))
                        .as(WebArchive.class),
                all);
    }

    /**
     * The same, open for Arquillian's own servlet, which comes as a web fragment: our descriptor
     * says that it is complete, so that an old container does not look through every jar.
     */
    static WebArchive withFragments(WebArchive carillon) {
        carillon.delete("WEB-INF/web.xml");
        return carillon.setWebXML(new StringAsset(openDescriptor()));
    }

    private static String openDescriptor() {
        try {
            return Files.readString(Path.of("webapp/WEB-INF/web.xml"))
                    .replace(" metadata-complete=\"true\"", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WebArchive withSettings(WebArchive archive, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.addAsWebResource(new StringAsset(text.toString()), SETTINGS);
    }

    static Map<String, String> settings(Archive<?> archive) {
        Node node = archive.get(SETTINGS);
        Properties properties = new Properties();
        if (node != null) {
            load(properties, node);
        }
        return properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(key -> key, properties::getProperty));
    }

    private static void load(Properties properties, Node node) {
        try (var stream = node.getAsset().openStream()) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
