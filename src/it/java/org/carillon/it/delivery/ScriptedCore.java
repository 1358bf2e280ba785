package org.carillon.it.delivery;

import java.util.List;
import org.carillon.it.agent.RawSipAgent;
import org.carillon.it.agent.Received;
import org.carillon.it.agent.SipMessage;

/**
 * An S-CSCF as a test plays it, for one user: it takes the server's SUBSCRIBE and tells of
 * registrations; INVITEs to devices come by it.
 */
final class ScriptedCore {
    private static final String REGINFO = "application/reginfo+xml";

    private final RawSipAgent sip;
    private final String user;
    private Received subscribe;
    private int cseq;
    private int version;

    ScriptedCore(RawSipAgent sip, String user) {
        this.sip = sip;
        this.user = user;
    }

    /** Waits for the server's next SUBSCRIBE for the user. */
    SipMessage expectSubscribe() {
        Received next =
                sip.expectRequest(
                        "SUBSCRIBE",
                        "SUBSCRIBE for " + user,
                        m -> m.header("To").orElse("").contains(user));
        if (next.message().toTag().isEmpty()) {
            version = 0;
        }
        subscribe = next;
        return next.message();
    }

    ScriptedCore accepts(int expires) {
        subscribe.reply(
                subscribe
                        .response(200, tag())
                        .with("Contact", "<" + sip.contact() + ">")
                        .with("Expires", Integer.toString(expires)));
        return this;
    }

    ScriptedCore refuses(int status) {
        subscribe.reply(subscribe.response(status, "refused"));
        return this;
    }

    List<SipMessage> subscribesSeen() {
        return sip.seen(
                m ->
                        m.start().startsWith("SUBSCRIBE ")
                                && m.header("To").orElse("").contains(user));
    }

    /** One contact as reginfo shows it. */
    record Contact(String id, String state, String uri, String gruu, String features) {
        static Contact active(String id, String gruu) {
            return new Contact(
                    id,
                    "active",
                    "sip:" + id + "@192.0.2.9",
                    gruu,
                    "urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.largemsg");
        }

        Contact terminated() {
            return new Contact(id, "terminated", uri, gruu, features);
        }

        Contact showing(String otherFeatures) {
            return new Contact(id, state, uri, gruu, otherFeatures);
        }

        private String xml() {
            return """
             <contact id="%s" state="%s" event="registered">
               <uri>%s</uri>
               <unknown-param name="+g.3gpp.icsi-ref">"%s"</unknown-param>
               <gr:pub-gruu uri="%s"/>
             </contact>
            """
                    .formatted(id, state, uri, features, gruu);
        }
    }

    /** Tells of these contacts and waits for the 200. */
    ScriptedCore tells(String state, Contact... contacts) {
        expect(200, notify("active;expires=3600", document(state, contacts)));
        return this;
    }

    /** The next document, and those that are missing before it. */
    ScriptedCore missing(int documents) {
        version += documents;
        return this;
    }

    String document(String state, Contact... contacts) {
        StringBuilder all = new StringBuilder();
        for (Contact contact : contacts) {
            all.append(contact.xml());
        }
        return """
        <?xml version="1.0"?>
        <reginfo xmlns="urn:ietf:params:xml:ns:reginfo" xmlns:gr="urn:ietf:params:xml:ns:gruuinfo"
            version="%d" state="%s">
          <registration aor="%s" id="a1" state="active">
        %s  </registration>
        </reginfo>
        """
                .formatted(version++, state, user, all);
    }

    /** The next NOTIFY of the dialog, not sent. */
    SipMessage notify(String state, String body) {
        cseq++;
        SipMessage s = subscribe.message();
        String to = s.header("To").orElseThrow();
        return SipMessage.of("NOTIFY " + s.contactUri() + " SIP/2.0")
                .with("Via", sip.via())
                .with("Max-Forwards", "70")
                .with("From", s.toTag().isEmpty() ? to + ";tag=" + tag() : to)
                .with("To", s.header("From").orElseThrow())
                .with("Call-ID", s.callId())
                .with("CSeq", cseq + " NOTIFY")
                .with("Contact", "<" + sip.contact() + ">")
                .with("Event", "reg")
                .with("Subscription-State", state)
                .withBody(REGINFO, body);
    }

    /** Sends it and waits for this answer. */
    SipMessage expect(int status, SipMessage notify) {
        SipMessage answer = sip.send(notify).expectFinal(notify);
        if (answer.status() != status) {
            throw new AssertionError(answer);
        }
        return answer;
    }

    ScriptedCore ends(String state) {
        SipMessage notify = notify(state, "").without("Content-Type");
        expect(200, notify);
        return this;
    }

    /** Tells the server that a device of the user has registered. */
    SipMessage registersThirdParty() {
        SipMessage register =
                sip.request("REGISTER", "sip:carillon@localhost")
                        .replacing("To", "<" + user + ">")
                        .with("Expires", "600");
        return sip.send(register).expectFinal(register);
    }

    private String tag() {
        return "core" + subscribe.message().callId().hashCode();
    }
}
