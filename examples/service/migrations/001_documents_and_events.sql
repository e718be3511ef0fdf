-- One dialect for SQLite and PostgreSQL: texts and whole numbers. Amounts are decimals
-- as text and are added up by the library; instants are RFC 3339 in UTC, so that they
-- sort as text.

CREATE TABLE documents ( -- program documents; the highest version is in force
	version     BIGINT PRIMARY KEY,
	body        TEXT NOT NULL,
	uploaded_at TEXT NOT NULL,
	uploaded_by TEXT NOT NULL
);

CREATE TABLE events ( -- what webhooks brought; the ID is claimed here
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	of_id       TEXT NOT NULL,
	partner     TEXT NOT NULL, -- '' as long as nobody is known for it
	customer    TEXT NOT NULL,
	at          TEXT NOT NULL,
	month       TEXT NOT NULL,
	body        TEXT NOT NULL, -- as it was sent
	state       TEXT NOT NULL, -- parked, posted, refused, or direct: nobody's
	late        BIGINT NOT NULL DEFAULT 0, -- 1: its month was closed when it was posted
	waits_for   TEXT NOT NULL DEFAULT '', -- of a parked one: event:ID, month:2026-01 or touch
	reason      TEXT NOT NULL DEFAULT '',
	received_at TEXT NOT NULL
);
CREATE INDEX events_waiting ON events (waits_for) WHERE waits_for <> '';
CREATE INDEX events_of_month ON events (partner, month);
CREATE INDEX events_state ON events (state);

CREATE TABLE touches (
	id       TEXT PRIMARY KEY,
	customer TEXT NOT NULL,
	partner  TEXT NOT NULL,
	at       TEXT NOT NULL,
	body     TEXT NOT NULL
);
CREATE INDEX touches_of_customer ON touches (customer, at);

CREATE TABLE records ( -- what plans have to know of the past, a row for each key
	plan     TEXT NOT NULL,
	key      TEXT NOT NULL,
	revision BIGINT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (plan, key)
);

CREATE TABLE entries ( -- only ever added
	key      TEXT PRIMARY KEY,
	partner  TEXT NOT NULL,
	event    TEXT NOT NULL,
	currency TEXT NOT NULL,
	medium   TEXT NOT NULL,
	booked   TEXT NOT NULL,
	month    TEXT NOT NULL, -- of booked
	amount   TEXT NOT NULL,
	body     TEXT NOT NULL,
	posted   BIGINT NOT NULL DEFAULT 0 -- 1: in the account of its partner
);
CREATE INDEX entries_of_month ON entries (partner, month);
CREATE INDEX entries_open ON entries (partner, currency, medium) WHERE posted = 0;

CREATE TABLE partners (
	id         TEXT PRIMARY KEY,
	standing   TEXT NOT NULL DEFAULT '', -- on the ladder, after the month placed
	placed     TEXT NOT NULL DEFAULT '',
	created_at TEXT NOT NULL
);

CREATE TABLE levels ( -- the level after each month, which pays the next one
	partner TEXT NOT NULL,
	month   TEXT NOT NULL,
	level   TEXT NOT NULL,
	why     TEXT NOT NULL,
	PRIMARY KEY (partner, month)
);

CREATE TABLE months (
	month TEXT PRIMARY KEY,
	state TEXT NOT NULL -- closing, closed
);
