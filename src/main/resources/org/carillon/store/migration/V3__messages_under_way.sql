-- Messages are kept while a call delivers them, too: HELD, then gone or WAITING. What has not
-- arrived as a whole has no row.
DELETE FROM deferred_message WHERE state = 'ARRIVING';
UPDATE deferred_message SET state = 'WAITING' WHERE state = 'KEPT';
ALTER TABLE deferred_message ADD COLUMN recorded BOOLEAN DEFAULT FALSE NOT NULL; -- in history
ALTER TABLE deferred_message ADD COLUMN content BYTEA DEFAULT '' NOT NULL; -- if it is small

-- The devices that count: OWED were invited by the call that holds the message, SERVED have it.
CREATE TABLE deferred_device (
    message VARCHAR NOT NULL REFERENCES deferred_message (id) ON DELETE CASCADE,
    device  VARCHAR NOT NULL,
    state   VARCHAR NOT NULL,
    PRIMARY KEY (message, device)
);
