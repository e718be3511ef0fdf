CREATE TABLE accounts ( -- what is owed, after the last settlement
	partner  TEXT NOT NULL,
	currency TEXT NOT NULL,
	medium   TEXT NOT NULL,
	body     TEXT NOT NULL,
	settled  TEXT NOT NULL, -- the last month
	PRIMARY KEY (partner, currency, medium)
);

CREATE TABLE payouts (
	key        TEXT PRIMARY KEY, -- the bank knows it by this
	partner    TEXT NOT NULL,
	month      TEXT NOT NULL,
	currency   TEXT NOT NULL,
	medium     TEXT NOT NULL,
	amount     TEXT NOT NULL,
	state      TEXT NOT NULL, -- waiting, sending, unknown, paid, failed
	attempts   BIGINT NOT NULL DEFAULT 0,
	claimed_at TEXT NOT NULL DEFAULT '',
	reason     TEXT NOT NULL DEFAULT '',
	body       TEXT NOT NULL
);
CREATE INDEX payouts_of_partner ON payouts (partner, month);
CREATE INDEX payouts_open ON payouts (state) WHERE state <> 'paid' AND state <> 'failed';
