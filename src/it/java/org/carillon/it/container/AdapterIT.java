package org.carillon.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The adapter: the same class is run inside the container and as a client of it. */
@ArquillianTest
class AdapterIT {
    @Deployment
    static WebArchive war() {
        return Deployments.withFragments(Deployments.carillon(Map.of("max-devices", "3")))
                .addClasses(ContainerUnderTest.class, SipProbe.class)
                .addPackages(true, "org.assertj", "net.bytebuddy");
    }

    @Test
    void runsInsideTheContainer() throws Exception {
        assertThat(getClass().getClassLoader().getClass().getName()).contains("WebappClassLoader");
        assertThat(SipServletRequest.class.getClassLoader())
                .as("the API comes from the container")
                .isNotSameAs(getClass().getClassLoader());
    }

    @Test
    void handsSettingsToTheApplication() {
        assertThat(System.getProperty("carillon.max-devices")).isEqualTo("3");
        assertThat(System.getProperty("carillon.data-directory"))
                .isEqualTo(ContainerUnderTest.current().data().toString());
    }

    @Test
    @RunAsClient
    void isReachedFromOutsideOverUdp() throws Exception {
        assertThat(getClass().getClassLoader().getClass().getName())
                .doesNotContain("WebappClassLoader");
        assertThat(SipProbe.optionsOverUdp(ContainerUnderTest.current().sip()))
                .startsWith("SIP/2.0 200 ");
    }

    @Test
    @RunAsClient
    void isReachedFromOutsideOverTcp() throws Exception {
        assertThat(SipProbe.optionsOverTcp(ContainerUnderTest.current().sip()))
                .startsWith("SIP/2.0 200 ");
    }
}
