-- Corrections, answers to queries, what was done with queries here, and values that are rare but true. `whose` is a keyed hash of
-- the record, `state` and `settled` are bound into the seal; the content says it all again.

CREATE TABLE correction (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, whose TEXT NOT NULL, state TEXT NOT NULL,
    settled INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX correction_of_record ON correction (whose);
CREATE INDEX correction_open ON correction (number) WHERE settled = 0;

CREATE TABLE message (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, whose TEXT NOT NULL, state TEXT NOT NULL,
    settled INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX message_of_record ON message (whose);
CREATE INDEX message_open ON message (number) WHERE settled = 0;

CREATE TABLE query_here (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, whose TEXT NOT NULL, state TEXT NOT NULL,
    settled INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX query_here_of_record ON query_here (whose);

CREATE TABLE verified (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, whose TEXT NOT NULL, state TEXT NOT NULL,
    settled INTEGER NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX verified_of_record ON verified (whose);

-- Every change of a state, one after the other. Entries are never altered; they go with a patient who leaves.
CREATE TABLE history (
    number INTEGER PRIMARY KEY AUTOINCREMENT, subject TEXT NOT NULL, whose TEXT NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE INDEX history_of_subject ON history (subject);
CREATE INDEX history_of_record ON history (whose);
CREATE TRIGGER history_is_never_altered BEFORE UPDATE ON history BEGIN SELECT RAISE(ABORT, 'append-only'); END;
