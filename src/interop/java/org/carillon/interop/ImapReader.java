package org.carillon.interop;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.mail.Folder;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Provider;
import javax.mail.Session;
import javax.mail.Store;

/** An ordinary mail program: JavaMail, logged in as a user. */
final class ImapReader implements AutoCloseable {
    /** By name, because the library that writes claims to be the provider of both worlds. */
    private static final Provider JAVA_MAIL =
            new Provider(Provider.Type.STORE, "imap", "com.sun.mail.imap.IMAPStore", "", "");

    private final Store store;
    private Folder folder;

    ImapReader(Dovecot server, String user) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.imap.fetchsize", "1048576");
        properties.setProperty("mail.imap.timeout", "20000");
        store = Session.getInstance(properties).getStore(JAVA_MAIL);
        store.connect("127.0.0.1", server.port(), user, Dovecot.PASSWORD);
    }

    /** The names of all mailboxes but the INBOX. */
    List<String> mailboxes() throws Exception {
        List<String> names = new ArrayList<>();
        for (Folder each : store.getDefaultFolder().list("*")) {
            if ((each.getType() & Folder.HOLDS_MESSAGES) != 0 && !each.getName().equals("INBOX")) {
                names.add(each.getFullName());
            }
        }
        return names;
    }

    /**
     * The messages of a mailbox, which is open until another one is; the first one to look takes
     * their being recent away.
     */
    List<Message> messages(String mailbox) throws Exception {
        closeFolder();
        folder = store.getFolder(mailbox);
        folder.open(Folder.READ_WRITE);
        return List.of(folder.getMessages());
    }

    private void closeFolder() throws MessagingException {
        if (folder != null) {
            folder.close(false);
        }
    }

    static byte[] octets(Message message) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        message.writeTo(octets);
        return octets.toByteArray();
    }

    @Override
    public void close() throws MessagingException {
        closeFolder();
        store.close();
    }
}
