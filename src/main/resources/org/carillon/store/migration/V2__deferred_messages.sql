-- Messages that wait until a device of their user registers. A row is seen by readers when the
-- whole message is there (state 'KEPT'); what a crash left half-way is swept away later.
CREATE TABLE deferred_message (
    id         VARCHAR NOT NULL PRIMARY KEY,
    aor        VARCHAR NOT NULL,
    state      VARCHAR NOT NULL, -- ARRIVING, KEPT
    arrived_at BIGINT  NOT NULL, -- milliseconds since 1970, like every time here
    expires_at BIGINT  NOT NULL,
    octets     BIGINT  NOT NULL, -- of the pieces that are there
    invite     VARCHAR NOT NULL  -- JSON: what devices are invited with, and the head of the content
);

CREATE INDEX deferred_message_aor ON deferred_message (aor, arrived_at, id);
CREATE INDEX deferred_message_expires_at ON deferred_message (expires_at);

-- The content in pieces of bounded size, numbered from 0.
CREATE TABLE deferred_piece (
    message VARCHAR NOT NULL,
    number  INTEGER NOT NULL,
    content BYTEA   NOT NULL,
    PRIMARY KEY (message, number)
);
