ALTER TABLE partners ADD COLUMN since TEXT NOT NULL DEFAULT ''; -- when the partner became one: the first event that says so
ALTER TABLE partners ADD COLUMN until TEXT NOT NULL DEFAULT ''; -- the last event that says so

CREATE TABLE currencies ( -- in which a partner has events: its bonuses are paid in them
	partner  TEXT NOT NULL,
	currency TEXT NOT NULL,
	PRIMARY KEY (partner, currency)
);
INSERT INTO currencies (partner, currency) SELECT DISTINCT partner, currency FROM entries;

CREATE TABLE reopened ( -- periods of bonuses that took an event after its month was closed
	partner  TEXT NOT NULL,
	currency TEXT NOT NULL,
	period   TEXT NOT NULL,
	month    TEXT NOT NULL, -- of the event
	PRIMARY KEY (partner, currency, period)
);
