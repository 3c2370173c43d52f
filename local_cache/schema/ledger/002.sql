-- Validation studies: what was drawn, and what was read again in the journal.

CREATE TABLE study (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE second_entry (id TEXT PRIMARY KEY, study TEXT NOT NULL, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
