-- The processes that share this database, each as long as it counts its beats up. One that no
-- longer does has died: what it held is taken over, and its row goes.
CREATE TABLE node (
    id    VARCHAR NOT NULL PRIMARY KEY,
    beats BIGINT  NOT NULL
);

-- What was HELD until now belongs to a process that has ended.
DELETE FROM deferred_message WHERE state = 'HELD'
    AND EXISTS (SELECT 1 FROM deferred_device WHERE message = id)
    AND NOT EXISTS (SELECT 1 FROM deferred_device
                    WHERE message = id AND deferred_device.state = 'OWED');
UPDATE deferred_message SET state = 'WAITING' WHERE state = 'HELD';

-- Whose call delivers it at this moment. Who was taken for dead has no row in node any more, and
-- the foreign key refuses what it writes in its old name.
ALTER TABLE deferred_message ADD COLUMN node VARCHAR REFERENCES node (id);
CREATE INDEX deferred_message_node ON deferred_message (node);

-- Content in pieces, and who writes them until the message is complete.
CREATE TABLE deferred_content (
    message VARCHAR NOT NULL PRIMARY KEY,
    node    VARCHAR REFERENCES node (id)
);
CREATE INDEX deferred_content_node ON deferred_content (node);

INSERT INTO deferred_content (message)
    SELECT DISTINCT message FROM deferred_piece
    WHERE EXISTS (SELECT 1 FROM deferred_message WHERE id = message);
DELETE FROM deferred_piece WHERE NOT EXISTS (
    SELECT 1 FROM deferred_content WHERE deferred_content.message = deferred_piece.message);
ALTER TABLE deferred_piece ADD CONSTRAINT deferred_piece_content
    FOREIGN KEY (message) REFERENCES deferred_content (message) ON DELETE CASCADE;
