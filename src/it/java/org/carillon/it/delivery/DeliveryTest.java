package org.carillon.it.delivery;

import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A class of tests against one deployment; each has a stage of its own. */
@ArquillianTest
abstract class DeliveryTest {
    Stage stage;

    @BeforeEach
    final void openStage() {
        stage = Stage.ofDeployed();
    }

    @AfterEach
    final void closeStage() {
        stage.close();
    }
}
