-- The ledger: what people here said. Content is sealed; only keyed hashes and random ids stand in the open.

CREATE TABLE meta (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE choice (name TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE note (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE audit (number INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
