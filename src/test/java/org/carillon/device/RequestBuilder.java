package org.carillon.device;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.carillon.call.Aor;
import org.carillon.call.RegisterRequest;
import org.carillon.call.RegisterRequest.RegisterContact;

/** A good REGISTER of bob's only device, of which a test changes the one thing that it is about. */
final class RequestBuilder {
    private String to = "sip:bob@example.com";
    private String from = "sip:bob@example.com";
    private String requestHost = "example.com";
    private List<RegisterContact> contacts = List.of();
    private boolean wildcard;
    private OptionalLong expires = OptionalLong.empty();
    private String callId = "call-1";
    private long cseq = 1;
    private List<String> path = List.of();
    private List<String> supported = List.of();
    private List<String> required = List.of();
    private boolean trustedPeer = true;

    RequestBuilder() {
        contact("sip:bob@192.0.2.1:5062");
    }

    RequestBuilder to(String uri) {
        to = uri;
        return this;
    }

    RequestBuilder from(String uri) {
        from = uri;
        return this;
    }

    RequestBuilder at(String host) {
        requestHost = host;
        return this;
    }

    RequestBuilder contact(String uri) {
        return contacts(
                new RegisterContact(
                        uri,
                        OptionalLong.empty(),
                        1000,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    RequestBuilder contacts(RegisterContact... values) {
        contacts = List.of(values);
        return this;
    }

    RequestBuilder noContact() {
        return contacts();
    }

    RequestBuilder wildcard() {
        return noContact().andWildcard();
    }

    RequestBuilder andWildcard() {
        wildcard = true;
        return this;
    }

    RequestBuilder expires(long seconds) {
        expires = OptionalLong.of(seconds);
        return this;
    }

    RequestBuilder callId(String value) {
        callId = value;
        return this;
    }

    RequestBuilder cseq(long number) {
        cseq = number;
        return this;
    }

    RequestBuilder path(List<String> values) {
        path = values;
        return this;
    }

    RequestBuilder supported(String... tags) {
        supported = List.of(tags);
        return this;
    }

    RequestBuilder require(String... tags) {
        required = List.of(tags);
        return this;
    }

    RequestBuilder untrusted() {
        trustedPeer = false;
        return this;
    }

    RegisterRequest request() {
        return new RegisterRequest(
                Aor.of(to),
                Aor.of(from),
                requestHost,
                contacts,
                wildcard,
                expires,
                callId,
                cseq,
                path,
                supported,
                required,
                trustedPeer);
    }
}
