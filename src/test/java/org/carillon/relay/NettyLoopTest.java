package org.carillon.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopTest {
    private final DefaultEventLoop thread = new DefaultEventLoop();
    private final RelayMetrics metrics = new RelayMetrics();
    private final Loop loop = new NettyLoop(thread, metrics);

    @AfterEach
    void end() {
        thread.shutdownGracefully().awaitUninterruptibly(5000);
    }

    @Test
    void anotherThreadIsCountedAndInTestsThrown() {
        assertThatThrownBy(loop::check).isInstanceOf(AssertionError.class);
        assertThat(metrics.value(RelayMetrics.Counter.WRONG_OWNER)).isEqualTo(1);
    }

    @Test
    void theOwnerPasses() throws Exception {
        thread.submit(loop::check).get();
        assertThat(metrics.value(RelayMetrics.Counter.WRONG_OWNER)).isZero();
    }
}
