package org.carillon.tool;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/** TCP and nothing else. */
record PlainWire(SocketChannel channel) implements Wire {
    @Override
    public int read(ByteBuf into, int most) throws IOException {
        return into.writeBytes(channel, most);
    }

    @Override
    public void write(ByteBuf from) throws IOException {
        from.readBytes(channel, from.readableBytes());
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
