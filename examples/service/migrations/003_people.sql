CREATE TABLE tokens ( -- only what a token hashes to
	hash       TEXT PRIMARY KEY,
	role       TEXT NOT NULL, -- manager, partner
	partner    TEXT NOT NULL DEFAULT '',
	created_at TEXT NOT NULL
);

CREATE TABLE prospects (
	name      TEXT PRIMARY KEY,
	facts     TEXT NOT NULL,
	decision  TEXT NOT NULL,
	verdict   TEXT NOT NULL,
	judged_at TEXT NOT NULL
);

CREATE TABLE deals (
	id       TEXT PRIMARY KEY,
	stage    TEXT NOT NULL,
	revision BIGINT NOT NULL,
	body     TEXT NOT NULL
);
