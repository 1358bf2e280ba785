package org.carillon.app;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.carillon.call.Aor;
import org.carillon.cpim.CpimHeadReader;
import org.carillon.cpim.CpimReading;
import org.carillon.cpim.Imdn;
import org.carillon.cpim.ImdnParse;
import org.carillon.relay.DeviceContent;

/**
 * What a device may send back to the sender: disposition notifications in CPIM, nothing else (RFC
 * 4975 §8.9). Two of the same message and kind are the same, whichever device sent them, and
 * whichever way.
 */
final class ImdnContent implements DeviceContent {
    private final PassedNotifications passed;
    private final Aor user;

    /**
     * @param user whose devices they are
     */
    ImdnContent(PassedNotifications passed, Aor user) {
        this.passed = passed;
        this.user = user;
    }

    @Override
    public Verdict classify(String contentType, ByteBuffer content) {
        if (!contentType.strip().toLowerCase(Locale.ROOT).startsWith("message/cpim")) {
            return new Verdict.Forbidden();
        }
        byte[] message = new byte[content.remaining()];
        content.duplicate().get(message);
        return CpimHeadReader.read(message) instanceof CpimReading.Complete head
                        && head.head().isImdn()
                ? notification(Arrays.copyOfRange(message, head.length(), message.length))
                : new Verdict.Forbidden();
    }

    private Verdict notification(byte[] xml) {
        if (!(Imdn.parse(xml) instanceof ImdnParse.Parsed parsed)) {
            return new Verdict.Forbidden();
        }
        Imdn imdn = parsed.imdn();
        String key = imdn.messageId() + '/' + imdn.notification() + '/' + imdn.status();
        if (imdn.isNegative()) {
            return new Verdict.Failure(key);
        }
        return passed.pass(user, imdn) ? new Verdict.Once(key) : new Verdict.Swallow();
    }
}
