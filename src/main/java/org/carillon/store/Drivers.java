package org.carillon.store;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.carillon.call.SourceException;

/**
 * Puts this application's own drivers into the table of the JVM and takes them out again. Left
 * alone, {@code DriverManager} finds none of an application's drivers in a container, or keeps them
 * (and every class of ours with them) after the application is gone.
 */
final class Drivers {
    private static final System.Logger LOG = System.getLogger(Drivers.class.getName());

    private Drivers() {}

    static void register(Dialect dialect) throws SourceException {
        try {
            Class<?> type = Class.forName(dialect.driver(), true, Drivers.class.getClassLoader());
            DriverManager.registerDriver((Driver) type.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | SQLException e) {
            throw new SourceException(
                    "store-url needs %s, which is not in the application"
                            .formatted(dialect.driver()),
                    e);
        }
    }

    static void deregister() {
        DriverManager.drivers().filter(Drivers::isOurs).toList().forEach(Drivers::deregister);
    }

    private static boolean isOurs(Driver driver) {
        return driver.getClass().getClassLoader() == Drivers.class.getClassLoader();
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "driver={0} stays registered: {1}",
                    driver.getClass().getName(),
                    e.getMessage());
        }
    }
}
