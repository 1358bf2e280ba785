-- Plain SQL that H2 and PostgreSQL both take. A migration that has been released is never edited.

-- One row per binding of the registrar's location service (RFC 3261 section 10.3).
CREATE TABLE binding (
    aor        VARCHAR  NOT NULL,
    place      INTEGER  NOT NULL, -- order among the user's bindings; no column of a binding is unique
    contact    VARCHAR  NOT NULL,
    instance   VARCHAR,
    gruu       VARCHAR,
    reg_id     INTEGER,
    path       VARCHAR  NOT NULL, -- JSON array
    features   VARCHAR  NOT NULL, -- JSON array
    q          SMALLINT NOT NULL, -- thousandths
    call_id    VARCHAR  NOT NULL,
    cseq       BIGINT   NOT NULL,
    expires_at BIGINT   NOT NULL, -- milliseconds since 1970, whatever time zone the server is in
    PRIMARY KEY (aor, place)
);

CREATE INDEX binding_expires_at ON binding (expires_at);

-- What a user chose, as one JSON document: a choice that it lacks has the configured default.
CREATE TABLE preference (
    aor     VARCHAR NOT NULL PRIMARY KEY,
    choices VARCHAR NOT NULL
);
